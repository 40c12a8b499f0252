import { BenchError } from '../../base/errors.ts';

/**
 * One word for a POSIX shell, whatever it holds: in single quotes, where nothing is special but the single quote itself
 * (POSIX.1-2017, XCU 2.2.2). Never without, since "ssh" takes an unquoted leading hyphen for an option of its own.
 */
export function quoteWord(word: string): string {
  return `'${word.replaceAll("'", String.raw`'\''`)}'`;
}

/**
 * What to send for a command, since the remote side always hands it to the user's shell (sshd(8)), which must be a POSIX
 * one. Its exit status comes back as the last line of stderr, behind the token: ssh's own status 255 may be a failure of
 * the connection, a command that ended with 255 or one that a signal ended.
 * @throws BenchError `SPEC_INVALID` for no command, or a word that no process can be given
 */
export function remoteCommandLine(command: readonly string[], token: string): string {
  if (command.length === 0 || command[0] === '') {
    throw new BenchError('SPEC_INVALID', 'Cannot run a command by ssh: it has no name');
  }
  if (command.some((word) => word.includes('\0'))) {
    throw new BenchError('SPEC_INVALID', 'Cannot run a command by ssh: an argument has a NUL in it');
  }
  return `(${command.map(quoteWord).join(' ')}); echo ${token} $? >&2`;
}

/** How the remote command ended, and its stderr without the token's line; undefined when the token has not come. */
export function readRemoteEnd(
  stderr: string,
  token: string,
): { readonly exitCode: number; readonly stderr: string } | undefined {
  const match = new RegExp(`${token} (\\d+)\\r?\\n`).exec(stderr);
  if (match === null) return undefined;
  return {
    exitCode: Number(match[1]),
    stderr: stderr.slice(0, match.index) + stderr.slice(match.index + match[0].length),
  };
}
