import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quoteWord, readRemoteEnd, remoteCommandLine } from '../../../../src/host/ssh/remote-command.ts';

describe('quoteWord()', () => {
  it.each([
    ['ls', "'ls'"],
    ['', "''"],
    ['-p', "'-p'"],
    ["it's", String.raw`'it'\''s'`],
    ['$(reboot) `x` \\ "', "'$(reboot) `x` \\ \"'"],
  ])('of %j is %s', (word, quoted) => {
    expect(quoteWord(word)).toBe(quoted);
  });

  it('gives a shell back each word as it was', () => {
    const word = fc.string({ unit: 'binary' }).map((text) => text.replaceAll('\0', ''));
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 50 }), (words) => {
        const script = `printf '%s\\0' ${words.map(quoteWord).join(' ')}`;
        const seen = execFileSync('sh', ['-c', script], { encoding: 'utf8' });
        expect(seen).toBe(words.map((each) => `${Buffer.from(each).toString()}\0`).join(''));
      }),
      { numRuns: 10 },
    );
  });
});

describe('remoteCommandLine()', () => {
  it('quotes each word and asks for the exit status', () => {
    expect(remoteCommandLine(['cat', '/a b'], 'token')).toBe("('cat' '/a b'); echo token $? >&2");
  });

  it.each([[[]], [['']]])('refuses %j', (command) => {
    expect(() => remoteCommandLine(command, 'token')).toThrow(
      expect.objectContaining({
        code: 'SPEC_INVALID',
        message: 'Cannot run a command by ssh: it has no name',
      }),
    );
  });

  it('refuses a NUL', () => {
    expect(() => remoteCommandLine(['ls', 'a\0b'], 'token')).toThrow(
      expect.objectContaining({ code: 'SPEC_INVALID' }),
    );
  });
});

describe('readRemoteEnd()', () => {
  it.each([
    ['token 0\n', { exitCode: 0, stderr: '' }],
    ['warning\ntoken 255\n', { exitCode: 255, stderr: 'warning\n' }],
    ['no newline token 1\n', { exitCode: 1, stderr: 'no newline ' }],
    ['a\ntoken 0\nfrom the background\n', { exitCode: 0, stderr: 'a\nfrom the background\n' }],
    ['token 3\r\n', { exitCode: 3, stderr: '' }],
  ])('of %j is %o', (stderr, end) => {
    expect(readRemoteEnd(stderr, 'token')).toEqual(end);
  });

  it.each(['', 'Connection reset by peer\n', 'token \n', 'token 1'])('is undefined for %j', (stderr) => {
    expect(readRemoteEnd(stderr, 'token')).toBeUndefined();
  });
});
