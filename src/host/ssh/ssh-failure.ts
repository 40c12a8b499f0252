/** Why "ssh" gave no result of the remote command. */
export type SshFailureKind =
  /** The host's key is not the known one, or not known: another try will not help. */
  | 'host-key'
  /** The host does not take this key for this user: another try will not help. */
  | 'key-refused'
  /** No "ip", "ssh" or "scp" on this host. */
  | 'no-tool'
  /** No network namespace of that name on this host. */
  | 'no-namespace'
  /** The connection stood, and scp could not read or write a file. */
  | 'copy-failed'
  /** The command wrote without end. */
  | 'too-much-output'
  /** Refused, unreachable, cut off: the guest may be on its way. */
  | 'no-connection';

export interface SshFailure {
  readonly kind: SshFailureKind;
  /** What "ssh" said, as a part of a sentence. */
  readonly seen: string;
}

const signs: readonly { readonly kind: SshFailureKind; readonly pattern: RegExp }[] = [
  { kind: 'no-tool', pattern: /^exec of "(?:ssh|scp)" failed/m },
  { kind: 'no-namespace', pattern: /^Cannot open network namespace /m },
  { kind: 'host-key', pattern: /^Host key verification failed/m },
  { kind: 'key-refused', pattern: /: Permission denied \(/ },
  { kind: 'copy-failed', pattern: /^scp: (?!Connection closed)/m },
];

const longestSeen = 300;

/** Reads the stderr of "ip netns exec NS ssh …"; what is not understood counts as a lost connection. */
export function readSshFailure(stderr: string): SshFailure {
  const kind = signs.find(({ pattern }) => pattern.test(stderr))?.kind ?? 'no-connection';
  const lines = stderr
    .split('\n')
    .map((line) => line.trim())
    // The frame of the warning about a changed host key.
    .filter((line) => line !== '' && !line.startsWith('@'));
  const words = kind === 'host-key' ? describeHostKey(stderr) : lines.join('; ').replace(/\.$/, '');
  return { kind, seen: words === '' ? 'ssh ended without a word' : words.slice(0, longestSeen) };
}

function describeHostKey(stderr: string): string {
  if (stderr.includes('HOST IDENTIFICATION HAS CHANGED')) return 'its host key is not the known one';
  return 'its host key is not known';
}

/** What the reader can do about it. */
export function hintFor(kind: SshFailureKind): string {
  switch (kind) {
    case 'host-key':
      return 'Give the file with the key of this guest: another guest may have had the same address before';
    case 'key-refused':
      return "Put the public key into the authorized_keys of the guest's user, and give the private one, of mode 0600";
    case 'no-tool':
      return 'Install iproute2 and the OpenSSH client: apt-get install iproute2 openssh-client';
    case 'no-namespace':
      return 'Open the network namespace first, and keep it until the last call';
    case 'copy-failed':
      return 'Check both paths, and that the user may read and write there';
    case 'too-much-output':
      return 'Let the command write into a file, and copy that';
    case 'no-connection':
      return "Read the guest's console: the network or sshd may not be up in it";
  }
}
