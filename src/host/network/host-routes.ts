import { BenchError } from '../../base/errors.ts';
import { parseStrict, z } from '../../model/schema.ts';
import { parseIpv4Network, type Ipv4Network } from './ipv4.ts';
import { runIp } from './run-ip.ts';

/**
 * The networks that this host itself reaches or is: destinations of all its routing tables, its own addresses among
 * them (the kernel keeps each as a route in the table "local").
 * @throws BenchError `NETWORK_FAILED`, `FACILITY_MISSING` without "ip"
 */
export async function readHostNetworks(): Promise<readonly Ipv4Network[]> {
  return parseRoutes(await runIp(['-4', '-json', 'route', 'show', 'table', 'all']));
}

const routesSchema = z.array(z.object({ dst: z.string() }));

/**
 * Parses `ip -4 -json route show`. Default routes are left out, since they say nothing about who uses an address: also
 * the two halves 0.0.0.0/1 and 128.0.0.0/1 by which VPN clients outrank the real one.
 * @throws BenchError `NETWORK_FAILED`
 */
export function parseRoutes(text: string): readonly Ipv4Network[] {
  const routes = parseStrict(routesSchema, parseJson(text), {
    what: 'the routes of "ip"',
    code: 'NETWORK_FAILED',
  });
  return routes
    .filter(({ dst }) => dst !== 'default')
    .map(({ dst }) => parseIpv4Network(dst))
    .filter(({ prefixLength }) => prefixLength > 1);
}

function parseJson(text: string): unknown {
  // Without any route, some versions print nothing at all.
  if (text.trim() === '') return [];
  try {
    return JSON.parse(text);
  } catch (thrown) {
    const start = text.slice(0, 80);
    throw new BenchError('NETWORK_FAILED', `Cannot read the routes of "ip": "${start}" is not JSON`, {
      cause: thrown,
      hint: 'Install iproute2 4.16 or later; the "ip" of busybox does not do',
    });
  }
}
