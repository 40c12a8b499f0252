import { isIPv4 } from 'node:net';
import { BenchError } from '../../base/errors.ts';
import type { KnownHosts, SshTarget } from '../../model/ssh.ts';
import { namespacePath } from '../network/network-namespace.ts';

/** @throws BenchError `SPEC_INVALID`, `ID_INVALID` naming the field that "ssh" or "ip" would misread */
export function checkSshTarget(target: SshTarget): void {
  const { host, port, user, identityFile, knownHosts, connectTimeoutMs } = target;
  namespacePath(target.namespace);
  requireThat(isIPv4(host), `host "${host}" is not an IPv4 address`);
  requireThat(Number.isInteger(port) && port >= 1 && port <= 65_535, `port ${port} is not from 1 to 65535`);
  requireThat(/^[A-Za-z_][A-Za-z0-9_.-]{0,31}$/.test(user), `user "${user}" is not a user name`);
  requireThat(connectTimeoutMs > 0, `a connect timeout of ${connectTimeoutMs} ms is none`);
  for (const file of [identityFile, ...(knownHosts.policy === 'none' ? [] : [knownHosts.file])]) {
    requireThat(
      isPlainPath(file),
      `"${file}" is not an absolute path, or has a character that "ssh" expands`,
    );
  }
}

function requireThat(isTrue: boolean, seen: string): void {
  if (isTrue) return;
  throw new BenchError('SPEC_INVALID', `Cannot log in by ssh: ${seen}`);
}

// ssh_config(5): "%" and "${" are expanded in file names, quotes and backslashes are read as such.
function isPlainPath(path: string): boolean {
  return /^\/[^"'%$\\\p{Cc}]+$/u.test(path);
}

/**
 * The options of "ssh" and "scp". Neither the user's nor the host's configuration has a say, so that the same call does
 * the same on each host; nothing asks, forwards or offers another key.
 */
export function sshOptions(target: SshTarget): readonly string[] {
  const options: Readonly<Record<string, string>> = {
    ...knownHostsOptions(target.knownHosts),
    Port: String(target.port),
    User: target.user,
    ConnectTimeout: String(Math.ceil(target.connectTimeoutMs / 1000)),
    ConnectionAttempts: '1',
    BatchMode: 'yes',
    IdentityFile: quoteValue(target.identityFile),
    IdentitiesOnly: 'yes',
    IdentityAgent: 'none',
    PreferredAuthentications: 'publickey',
    ControlPath: 'none',
    LogLevel: 'ERROR',
  };
  return ['-F', 'none', ...Object.entries(options).flatMap(([key, value]) => ['-o', `${key}=${value}`])];
}

function knownHostsOptions(knownHosts: KnownHosts): Readonly<Record<string, string>> {
  const file = knownHosts.policy === 'none' ? '/dev/null' : knownHosts.file;
  const checking = { 'accept-new': 'accept-new', strict: 'yes', none: 'no' };
  return {
    StrictHostKeyChecking: checking[knownHosts.policy],
    UserKnownHostsFile: quoteValue(file),
    GlobalKnownHostsFile: '/dev/null',
    UpdateHostKeys: 'no',
    HashKnownHosts: 'no',
  };
}

// Several file names may stand in one value, parted by spaces.
function quoteValue(path: string): string {
  return `"${path}"`;
}
