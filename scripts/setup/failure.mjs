/** Exit statuses in use (sysexits(3)). */
export const exitStatus = { ok: 0, internal: 1, usage: 64, missingFacility: 69 };

/** An expected end of set-up: the lines say what happened and what to do, the status is the process'. */
export class SetupFailure extends Error {
  /**
   * @param {number} status
   * @param {readonly string[]} lines
   */
  constructor(status, lines) {
    super(lines.join('\n'));
    this.name = 'SetupFailure';
    this.status = status;
    this.lines = lines;
  }
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
