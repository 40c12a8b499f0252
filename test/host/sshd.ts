import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { whyNoLink } from './network-namespace.ts';

const sshd = '/usr/sbin/sshd';

/** Why no guest with an sshd can be played here; undefined when one can. */
export function whyNoSshd(): string | undefined {
  const noLink = whyNoLink('veth');
  if (noLink !== undefined) return noLink;
  const tools = [sshd, '/usr/bin/ssh', '/usr/bin/scp', '/usr/bin/ssh-keygen'];
  const missing = tools.filter((path) => !existsSync(path));
  if (missing.length > 0)
    return `${missing.join(' ')} missing: apt-get install openssh-server openssh-client`;
  if (/^root:!/m.test(readFileSync('/etc/shadow', 'utf8')))
    return 'the account of root is locked: sshd refuses it';
  return undefined;
}

/** Makes the keys `host-key`, `id` (which the guest takes) and `stranger`. */
export function makeKeys(folder: string): void {
  for (const name of ['host-key', 'id', 'stranger'])
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', '', '-f', join(folder, name)]);
}

/** Where an sshd plays the one of a guest. */
export interface SshdPlace {
  readonly namespace: string;
  readonly address: string;
  /** With the keys. */
  readonly folder: string;
}

export interface Sshd extends AsyncDisposable {
  readonly child: ChildProcess;
}

/**
 * sshd insists on /run/sshd, which the service's start makes: "ip netns exec" gives it a mount namespace of its own, so
 * that a /run for it alone can be laid over the host's.
 */
const sshdScript = 'mount -t tmpfs tmpfs /run && mkdir -m 755 /run/sshd && exec "$@"';

/** Starts an sshd of its own in the guest; resolves when it listens. */
export async function startSshd({ namespace, address, folder }: SshdPlace): Promise<Sshd> {
  const config = join(folder, 'sshd_config');
  const lines = [
    `ListenAddress ${address}`,
    `HostKey ${join(folder, 'host-key')}`,
    `AuthorizedKeysFile ${join(folder, 'id.pub')}`,
    'StrictModes no',
    'UsePAM no',
    'PermitRootLogin prohibit-password',
    'PasswordAuthentication no',
    'KbdInteractiveAuthentication no',
    'PidFile none',
    'Subsystem sftp internal-sftp',
  ];
  writeFileSync(config, `${lines.join('\n')}\n`);
  const command = ['sh', '-c', sshdScript, 'sh', sshd, '-D', '-e', '-f', config];
  const child = spawn('ip', ['netns', 'exec', namespace, ...command], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const talk = createInterface({ input: child.stderr });
  const said: string[] = [];
  await new Promise<void>((resolve, reject) => {
    talk.on('line', (line) => {
      said.push(line);
      if (line.includes('Server listening')) resolve();
    });
    child.once('close', () => {
      reject(new Error(`sshd ended: ${said.join('; ')}`));
    });
  });
  return {
    child,
    async [Symbol.asyncDispose](): Promise<void> {
      const closed = once(child, 'close');
      child.kill('SIGCONT');
      child.kill('SIGTERM');
      await closed;
    },
  };
}
