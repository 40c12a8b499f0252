import picocolors from 'picocolors';

/** When to colour, as said by `--color`. */
export type ColorMode = 'auto' | 'always' | 'never';

/** The words of `--color`. */
export const colorModes: readonly ColorMode[] = ['auto', 'always', 'never'];

/** The environment of a process. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** What the decision needs to know of the stream that is written to. */
export interface ColorTarget {
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** Colours a text or leaves it as it is. A colour only ever repeats what a word already says. */
export interface Palette {
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly red: (text: string) => string;
  readonly yellow: (text: string) => string;
  readonly green: (text: string) => string;
  readonly cyan: (text: string) => string;
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== '';
}

/** A terminal of 0 columns (`script`, some CI pseudo-terminals, containers) has no room to draw on: it is none. */
export function isTerminal(target: ColorTarget): boolean {
  return target.isTTY === true && target.columns !== 0;
}

/**
 * The one decision on colour: `--color` beats NO_COLOR (non-empty, no-color.org) beats FORCE_COLOR (anything but
 * empty, 0 and false) beats what the stream is; `CI` alone changes nothing.
 */
export function shouldColor(mode: ColorMode, env: Environment, target: ColorTarget): boolean {
  if (mode !== 'auto') return mode === 'always';
  if (isSet(env['NO_COLOR'])) return false;
  const forced = env['FORCE_COLOR'];
  if (isSet(forced) && forced !== '0' && forced !== 'false') return true;
  return isTerminal(target) && env['TERM'] !== 'dumb';
}

/** The palette for one stream, colourless unless `enabled` (picocolors' own guess is not asked). */
export function createPalette(options: { readonly enabled: boolean }): Palette {
  return picocolors.createColors(options.enabled);
}

/** The environment for Node children, which warn on stderr when both variables are set: NO_COLOR wins here. */
export function childEnvironment(env: Environment): Environment {
  if (!isSet(env['NO_COLOR'])) return env;
  return Object.fromEntries(Object.entries(env).filter(([name]) => name !== 'FORCE_COLOR'));
}
