import { spawnSync } from 'node:child_process';

/**
 * Runs a program to its end, without a shell and without input.
 * @param {string} file
 * @param {readonly string[]} args
 * @param {{ readonly cwd?: string, readonly timeoutMs?: number }} [options]
 * @throws {ToolFailure}
 */
export function runTool(file, args, options = {}) {
  const ended = spawnSync(file, args, {
    cwd: options.cwd,
    timeout: options.timeoutMs,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    maxBuffer: 64 * 1024 * 1024,
  });
  if (ended.error !== undefined)
    throw new ToolFailure(file, describeStartError(ended.error, options.timeoutMs), '');
  if (ended.status === 0) return;
  const output = `${ended.stdout}${ended.stderr}`.trimEnd();
  const end = ended.signal === null ? `exit status ${ended.status}` : `ended by ${ended.signal}`;
  throw new ToolFailure(file, end, output);
}

/** A program that could not be run or did not succeed. */
export class ToolFailure extends Error {
  /**
   * @param {string} file
   * @param {string} end how it ended
   * @param {string} output what it printed, without the last line break
   */
  constructor(file, end, output) {
    const lastLine = output.slice(output.lastIndexOf('\n') + 1);
    super(lastLine === '' ? `${file}: ${end}` : `${file}: ${end}, ${lastLine}`);
    this.name = 'ToolFailure';
    this.end = `${file}: ${end}`;
    this.output = output;
  }
}

/**
 * @param {NodeJS.ErrnoException} error
 * @param {number | undefined} timeoutMs
 */
function describeStartError(error, timeoutMs) {
  if (error.code === 'ENOENT') return 'not installed';
  if (error.code === 'ETIMEDOUT') return `no end after ${timeoutMs} ms`;
  return error.message;
}
