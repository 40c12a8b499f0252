import type { HostPath } from './brands.ts';
import type { MmdsSpec, NetworkInterfaceSpec } from './device-spec.ts';
import type { SshClient, SshLogin } from './ssh.ts';

/**
 * A network of the VM's own: a namespace with a tap, a link to the guest with addresses that no other VM on the host
 * has, and a word on the guest's command line by which a Linux guest sets up eth0 itself.
 */
export interface GuestNetworkSpec extends Pick<
  NetworkInterfaceSpec,
  'mtu' | 'rxRateLimiter' | 'txRateLimiter'
> {
  /** Default: `eth0`. */
  readonly ifaceId?: string;
  /** The metadata service, reached over this network. */
  readonly mmds?: Omit<MmdsSpec, 'interfaces'>;
  /** CIDR notation, /8 to /30: where the VM's own /30 is taken from. Default: `10.200.0.0/16`. */
  readonly subnetRange?: string;
}

/** What a guest knows of its network, and keeps in a snapshot. */
export interface GuestAddressing {
  readonly tapName: string;
  readonly guestMac: string;
  readonly hostIp: string;
  readonly guestIp: string;
  readonly prefixLength: number;
}

/** The network of a live VM. It goes with the VM. */
export interface VmNetwork extends GuestAddressing {
  /** Name of the network namespace, in which the VMM runs: the VM's id. */
  readonly namespace: string;
  readonly namespacePath: HostPath;
  /**
   * A client for the guest's sshd. A VMM that ends ends its calls, which then say so.
   * @throws BenchError `SPEC_INVALID` naming the field that "ssh" would misread
   */
  readonly ssh: (login: SshLogin) => SshClient;
}
