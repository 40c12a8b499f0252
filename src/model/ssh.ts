import type { HostPath } from './brands.ts';

/** Which host keys are believed. */
export type KnownHosts =
  /**
   * The first key that a host shows is kept in the file and holds from then on. Use a file for each VM: the next one has
   * the same address and another key.
   */
  | { readonly policy: 'accept-new'; readonly file: HostPath }
  /** Only keys that the file has. */
  | { readonly policy: 'strict'; readonly file: HostPath }
  /** Any key, and none is kept. */
  | { readonly policy: 'none' };

/** As whom to log in to a guest. */
export interface SshLogin {
  readonly user: string;
  /** A private key without a passphrase, of mode 0600. */
  readonly identityFile: HostPath;
  readonly knownHosts: KnownHosts;
  /** Default: 22. */
  readonly port?: number;
  /** From the connect to the end of the key exchange; OpenSSH counts whole seconds, so it is rounded up. Default: 2000. */
  readonly connectTimeoutMs?: number;
}

/** Where and as whom to log in. */
export interface SshTarget extends Required<SshLogin> {
  /** Name of the network namespace in which the client runs. */
  readonly namespace: string;
  /** An IPv4 address. */
  readonly host: string;
}

export interface SshLimits {
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

export interface WaitForSshOptions extends SshLimits {
  /** From the end of one attempt to the next; 100 by default. Each costs the host some 10 ms of CPU. */
  readonly retryMs?: number;
}

/** How a command ended on the guest, and what it wrote. */
export interface RemoteResult {
  readonly stdout: string;
  readonly stderr: string;
  /** As a POSIX shell tells it: 128 and the number for a signal. */
  readonly exitCode: number;
}

/** One file on both sides, both paths absolute. */
export interface CopyPaths {
  readonly local: HostPath;
  readonly remote: string;
}

/** The OpenSSH client of this host, run in one network namespace. Each call logs in anew: about 0.2 s, no instrument. */
export interface SshClient {
  readonly target: SshTarget;
  /**
   * Logs in until it works. Not an instrument: an attempt that is under way while the guest comes up may be answered
   * only when TCP sends again, a second later.
   * @throws BenchError `DEADLINE_EXCEEDED` with the last thing seen; `ABORTED`; at once, since no other attempt would
   * change it, `GUEST_REFUSED`, `NETWORK_FAILED` without the namespace, `FACILITY_MISSING`
   */
  readonly waitForSsh: (options: WaitForSshOptions) => Promise<void>;
  /**
   * Runs a command by the user's shell, which must be a POSIX one, with each argument as it is given. How the command
   * ended is data; that it could not be run is an error. A deadline or an abort ends the connection: what the guest has
   * started goes on there.
   * @throws BenchError `GUEST_UNREACHABLE`, `GUEST_REFUSED`, `NETWORK_FAILED`, `FACILITY_MISSING`, `DEADLINE_EXCEEDED`,
   * `ABORTED`; `COMMAND_FAILED` for more output than 64 MiB
   */
  readonly run: (command: readonly string[], limits: SshLimits) => Promise<RemoteResult>;
  /** Copies one file to the guest, whose sshd must offer sftp. Throws as `run` does, and `COMMAND_FAILED` with scp's words. */
  readonly copyTo: (paths: CopyPaths, limits: SshLimits) => Promise<void>;
  /** Copies one file from the guest. Throws as `copyTo` does. */
  readonly copyFrom: (paths: CopyPaths, limits: SshLimits) => Promise<void>;
}
