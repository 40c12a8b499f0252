import { ipv4Bytes, parseIpv4 } from './ipv4.ts';

/**
 * "06:00:0a:c8:00:02" for 10.200.0.2: a locally administered unicast address (IEEE 802, second bit of the first byte)
 * that is as unique as the IP, and the same whenever the VM is made again.
 * @throws BenchError `SPEC_INVALID` when it is not an IPv4 address
 */
export function macFromIp(ip: string): string {
  const hexBytes = [0x06, 0x00, ...ipv4Bytes(parseIpv4(ip))].map((byte) =>
    byte.toString(16).padStart(2, '0'),
  );
  return hexBytes.join(':');
}
