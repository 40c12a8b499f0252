/** Exit statuses in use (sysexits(3)). */
export const exitStatus = { ok: 0, internal: 1, usage: 64, missingFacility: 69 };

/** Codes of the tool's own errors (src/base/errors.ts) that stand for a status when nothing better is known. */
const codeOfStatus = new Map([
  [exitStatus.internal, 'COMMAND_FAILED'],
  [exitStatus.usage, 'USAGE'],
  [exitStatus.missingFacility, 'FACILITY_MISSING'],
]);

/**
 * What programs are told where the lines, which are for people, do not make one message.
 * @typedef {object} Told
 * @property {string} [code] one of the tool's own
 * @property {string} [message]
 * @property {string} [hint]
 * @property {readonly string[]} [causes]
 */

/** An expected end of set-up: the lines say what happened and what to do, the status is the process'. */
export class SetupFailure extends Error {
  /**
   * @param {number} status
   * @param {readonly string[]} lines
   * @param {Told} [told]
   */
  constructor(status, lines, told = {}) {
    super(lines.join('\n'));
    this.name = 'SetupFailure';
    this.status = status;
    this.lines = lines;
    this.told = told;
  }
}

/**
 * What `--json` prints of a failure, in the shape of the tool's own (`ErrorDocument` of src/cli/print-error.ts): without
 * a code for an internal error.
 * @param {unknown} thrown
 */
export function failureDocument(thrown) {
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  const error = { message, causes: [] };
  if (!(thrown instanceof SetupFailure)) return { error, later: [] };
  return { error: { code: codeOfStatus.get(thrown.status), ...error, ...thrown.told }, later: [] };
}

/**
 * The code of a system error ("ENOENT"), or undefined.
 * @param {unknown} thrown
 * @returns {string | undefined}
 */
export function systemErrorCode(thrown) {
  return thrown instanceof Error && 'code' in thrown ? String(thrown.code) : undefined;
}

/**
 * The innermost message of a chain of causes: `fetch` hides the reason there.
 * @param {unknown} thrown
 * @returns {string}
 */
export function reasonOf(thrown) {
  if (!(thrown instanceof Error)) return String(thrown);
  return thrown.cause === undefined ? thrown.message : reasonOf(thrown.cause);
}
