import type { PlacementPolicyName } from '../model/placement.ts';

/** "1.12.1". */
export function isVersion(text: string): boolean {
  return /^\d+\.\d+\.\d+$/.test(text);
}

/** A CPU list as the kernel writes it: "0-3,8". */
export function isCpuList(text: string): boolean {
  return /^\d+(-\d+)?(,\d+(-\d+)?)*$/.test(text);
}

/** Seeds are 32-bit: the generator takes no more. */
export const seedMax: number = 2 ** 32 - 1;

/** The highest user id; 2^32 − 1 means "no change" to the kernel (`chown(2)`). */
export const uidMax: number = 2 ** 32 - 2;

/** The words of `--placement`. */
export const placementPolicies: readonly PlacementPolicyName[] = ['auto', 'dedicated', 'shared'];

/** A day: the timers of a runtime hold 24.8 days in milliseconds, and a longer one fires at once. */
export const timeoutMaxMs: number = 24 * 3_600_000;

/** Names of arms become columns, labels and file contents: a letter, then letters, digits, ".", "_" or "-"; at most 32. */
export const armIdRule = /^[A-Za-z][A-Za-z0-9._-]{0,31}$/;

/** What is said of a name that is none. */
export const armIdNeeded =
  'a name of at most 32 letters, digits, ".", "_" or "-" that begins with a letter is needed';

/** More cannot be told apart in a chart, and a block of all of them no longer follows the host's drift. */
export const mostArms = 8;

/** "±1%", "+-1%", "+/-1%" as 0.01; undefined for any other text. */
export function parsePrecision(text: string): number | undefined {
  const match = /^(?:±|\+\/?-)\s*(\d+(?:\.\d+)?)\s*%$/.exec(text.trim());
  const share = match === null ? 0 : Number(match[1]) / 100;
  return share > 0 && share < 1 ? share : undefined;
}

/** What is said of a precision that is none. */
export const precisionNeeded = 'a half-width between 0 and 100 % is needed, as ±1% or +-1%';

/** Looks of a group-sequential plan: with more of them nearly nothing is gained. */
export const looksRange = { min: 2, max: 5 } as const;
