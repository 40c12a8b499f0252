import { describe, expect, it } from 'vitest';
import { CleanupStack } from '../../../src/base/cleanup-stack.ts';
import { BenchError } from '../../../src/base/errors.ts';
import { createPalette } from '../../../src/cli/color.ts';
import { errorDocument, formatError } from '../../../src/cli/print-error.ts';

const plain = createPalette({ enabled: false });

function deepFailure(): BenchError {
  const root = new Error('connect ENOENT /run/api.socket');
  const middle = new BenchError('VM_API_UNREACHABLE', 'Cannot reach the API socket: absent after 1000 ms', {
    cause: root,
  });
  return new BenchError('JAILER_FAILED', 'Cannot start the microVM "t0001": Firecracker exited', {
    cause: middle,
    hint: 'Read the last lines of its log',
  });
}

/** What a compiled `await using` throws when body and clean-up fail. */
async function failTwice(): Promise<unknown> {
  try {
    await using cleanup = new CleanupStack();
    cleanup.defer('remove the jail', () => {
      throw new Error('EBUSY: resource busy');
    });
    cleanup.defer('kill the microVM', () => {
      throw new Error('it is gone');
    });
    throw deepFailure();
  } catch (thrown) {
    return thrown;
  }
}

describe('formatError()', () => {
  it('prints code, message, causes and hint', () => {
    expect(formatError(deepFailure(), plain)).toBe(
      `error JAILER_FAILED: Cannot start the microVM "t0001": Firecracker exited
  caused by: Cannot reach the API socket: absent after 1000 ms
  caused by: connect ENOENT /run/api.socket
  hint: Read the last lines of its log
`,
    );
  });

  it('repeats no cause that the message already tells', () => {
    const cause = new Error('EACCES: permission denied');
    const thrown = new BenchError('RESULTS_NOT_WRITABLE', 'Cannot write "a": EACCES: permission denied', {
      cause,
    });
    expect(formatError(thrown, plain)).toBe(
      'error RESULTS_NOT_WRITABLE: Cannot write "a": EACCES: permission denied\n',
    );
  });

  it("prints the body's failure first, then those of the clean-up", async () => {
    expect(formatError(await failTwice(), plain)).toBe(
      `error JAILER_FAILED: Cannot start the microVM "t0001": Firecracker exited
  caused by: Cannot reach the API socket: absent after 1000 ms
  caused by: connect ENOENT /run/api.socket
  hint: Read the last lines of its log
then, while cleaning up:
error CLEANUP_FAILED: Cannot clean up: kill the microVM (it is gone); remove the jail (EBUSY: resource busy)
`,
    );
  });

  it('keeps hostile text from steering the terminal, and one cause to one line', () => {
    const cause = new Error('line one\nline two\u001b[2J');
    const thrown = new BenchError('COMMAND_FAILED', 'Cannot run "\u001b]0;owned\u0007"\nsecond line', {
      cause,
      hint: 'Read\u202e this',
    });
    expect(formatError(thrown, plain)).toBe(
      `error COMMAND_FAILED: Cannot run "\\x1b]0;owned\\x07"
  second line
  caused by: line one\\nline two\\x1b[2J
  hint: Read\\u202e this
`,
    );
  });

  it('shows where an internal error was thrown', () => {
    const thrown = new TypeError('x is not a function');
    thrown.stack = 'TypeError: x is not a function\n    at f (/a.js:1:2)\n    at /b.js:3:4';
    expect(formatError(thrown, plain)).toBe(
      `internal error: x is not a function
  at f (/a.js:1:2)
  at /b.js:3:4
  hint: This is a defect of microvm-bench; report it with these lines
`,
    );
  });

  it('prints what is no error at all', () => {
    expect(formatError('a string', plain)).toBe(
      'internal error: a string\n  hint: This is a defect of microvm-bench; report it with these lines\n',
    );
  });

  it('ends on causes that go in a circle', () => {
    const one = new Error('one');
    const two = new Error('two', { cause: one });
    one.cause = two;
    const thrown = new BenchError('ABORTED', 'Cannot go on: interrupted', { cause: one });
    expect(formatError(thrown, plain)).toBe(
      'error ABORTED: Cannot go on: interrupted\n  caused by: one\n  caused by: two\n',
    );
  });

  it('colours labels only', () => {
    const thrown = new BenchError('USAGE', 'Cannot read it', { hint: 'Try again' });
    expect(formatError(thrown, createPalette({ enabled: true }))).toBe(
      '\u001b[31merror\u001b[39m USAGE: Cannot read it\n  \u001b[36mhint\u001b[39m: Try again\n',
    );
  });
});

describe('errorDocument()', () => {
  it('holds the same for programs', async () => {
    expect(errorDocument(await failTwice())).toEqual({
      error: {
        code: 'JAILER_FAILED',
        message: 'Cannot start the microVM "t0001": Firecracker exited',
        hint: 'Read the last lines of its log',
        causes: ['Cannot reach the API socket: absent after 1000 ms', 'connect ENOENT /run/api.socket'],
      },
      later: ['Cannot clean up: kill the microVM (it is gone); remove the jail (EBUSY: resource busy)'],
    });
    expect(errorDocument(new TypeError('oops'))).toEqual({
      error: { message: 'oops', causes: [] },
      later: [],
    });
  });
});
