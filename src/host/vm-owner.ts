import { BenchError } from '../base/errors.ts';
import type { VmOwner } from '../model/vm-ids.ts';
import { readProcessStat } from './process-stat.ts';

/**
 * This process as an owner of what it leaves on the host.
 * @throws BenchError `FACILITY_MISSING` without /proc
 */
export function currentOwner(): VmOwner {
  const stat = readProcessStat(process.pid);
  if (stat !== undefined) return { pid: process.pid, startTicks: stat.startTicks };
  throw new BenchError('FACILITY_MISSING', `Cannot read "/proc/${process.pid}/stat": there is no such file`, {
    hint: 'Mount /proc',
  });
}

/** A zombie and a later process with the same pid do not count. */
export function isOwnerAlive({ pid, startTicks }: VmOwner): boolean {
  const stat = readProcessStat(pid);
  return stat?.startTicks === startTicks && stat.state !== 'Z' && stat.state !== 'X';
}
