import { describe, expect, it } from 'vitest';
import { checkSshTarget, sshOptions } from '../../../../src/host/ssh/ssh-target.ts';
import { hostPath } from '../../../../src/model/brands.ts';
import type { SshTarget } from '../../../../src/model/ssh.ts';

function aTarget(overrides: Partial<SshTarget> = {}): SshTarget {
  return {
    namespace: 'vm',
    host: '10.200.0.2',
    port: 22,
    user: 'root',
    identityFile: hostPath('/keys/id ed25519'),
    knownHosts: { policy: 'accept-new', file: hostPath('/keys/known') },
    connectTimeoutMs: 1500,
    ...overrides,
  };
}

describe('sshOptions()', () => {
  it('leaves nothing to the configuration of user and host', () => {
    expect(sshOptions(aTarget()).join(' ')).toBe(
      '-F none -o StrictHostKeyChecking=accept-new -o UserKnownHostsFile="/keys/known" ' +
        '-o GlobalKnownHostsFile=/dev/null -o UpdateHostKeys=no -o HashKnownHosts=no ' +
        '-o Port=22 -o User=root -o ConnectTimeout=2 -o ConnectionAttempts=1 -o BatchMode=yes ' +
        '-o IdentityFile="/keys/id ed25519" -o IdentitiesOnly=yes -o IdentityAgent=none ' +
        '-o PreferredAuthentications=publickey -o ControlPath=none -o LogLevel=ERROR',
    );
  });

  it.each([
    [{ policy: 'strict', file: hostPath('/k') } as const, 'yes', '"/k"'],
    [{ policy: 'none' } as const, 'no', '"/dev/null"'],
  ])('writes the policy %o', (knownHosts, checking, file) => {
    const options = sshOptions(aTarget({ knownHosts }));
    expect(options).toContain(`StrictHostKeyChecking=${checking}`);
    expect(options).toContain(`UserKnownHostsFile=${file}`);
  });
});

describe('checkSshTarget()', () => {
  it('takes a whole target', () => {
    checkSshTarget(aTarget());
  });

  it.each<[Partial<SshTarget>, string]>([
    [{ host: '-oProxyCommand=reboot' }, 'host "-oProxyCommand=reboot" is not an IPv4 address'],
    [{ host: 'guest' }, 'host "guest" is not an IPv4 address'],
    [{ port: 0 }, 'port 0 is not from 1 to 65535'],
    [{ port: 22.5 }, 'port 22.5 is not from 1 to 65535'],
    [{ user: 'a b' }, 'user "a b" is not a user name'],
    [{ connectTimeoutMs: 0 }, 'a connect timeout of 0 ms is none'],
    [{ identityFile: hostPath('id') }, '"id" is not an absolute path, or has a character that "ssh" expands'],
    [
      { knownHosts: { policy: 'strict', file: hostPath('/%h') } },
      '"/%h" is not an absolute path, or has a character that "ssh" expands',
    ],
    [{ namespace: '-a' }, 'Cannot name a network namespace "-a"'],
  ])('refuses %o', (overrides, seen) => {
    expect(() => {
      checkSshTarget(aTarget(overrides));
    }).toThrow(new RegExp(seen.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)));
  });
});
