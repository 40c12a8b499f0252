import { describe, expect, it } from 'vitest';
import { readSshFailure } from '../../../../src/host/ssh/ssh-failure.ts';

const frame = '@'.repeat(59);

describe('readSshFailure()', () => {
  it.each([
    [
      'ssh: connect to host 10.200.0.2 port 22: Connection refused\r\n',
      'no-connection',
      'ssh: connect to host 10.200.0.2 port 22: Connection refused',
    ],
    [
      'Connection timed out during banner exchange\r\n',
      'no-connection',
      'Connection timed out during banner exchange',
    ],
    ['', 'no-connection', 'ssh ended without a word'],
    [
      'Load key "/k": bad permissions\nroot@10.200.0.2: Permission denied (publickey).\r\n',
      'key-refused',
      'Load key "/k": bad permissions; root@10.200.0.2: Permission denied (publickey)',
    ],
    [
      `${frame}\n@    WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED!     @\n${frame}\nIT IS POSSIBLE THAT …\nHost key verification failed.\r\n`,
      'host-key',
      'its host key is not the known one',
    ],
    [
      'No ED25519 host key is known for 10.200.0.2 and you have requested strict checking.\r\nHost key verification failed.\r\n',
      'host-key',
      'its host key is not known',
    ],
    [
      'Cannot open network namespace "vm": No such file or directory\n',
      'no-namespace',
      'Cannot open network namespace "vm": No such file or directory',
    ],
    [
      'exec of "ssh" failed: No such file or directory\n',
      'no-tool',
      'exec of "ssh" failed: No such file or directory',
    ],
    [
      'scp: remote open "/nowhere/x": No such file or directory\r\n',
      'copy-failed',
      'scp: remote open "/nowhere/x": No such file or directory',
    ],
    [
      'ssh: connect to host 10.200.0.2 port 22: No route to host\r\nscp: Connection closed\r\n',
      'no-connection',
      'ssh: connect to host 10.200.0.2 port 22: No route to host; scp: Connection closed',
    ],
  ])('reads %j', (stderr, kind, seen) => {
    expect(readSshFailure(stderr)).toEqual({ kind, seen });
  });

  it('cuts a long text', () => {
    expect(readSshFailure('x'.repeat(1000)).seen).toHaveLength(300);
  });
});
