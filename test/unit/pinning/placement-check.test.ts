import { describe, expect, it } from 'vitest';
import type { ThreadReading } from '../../../src/host/threads.ts';
import { checkPlacement } from '../../../src/pinning/placement-check.ts';

const vmm = { pid: 4711, execName: 'firecracker' };
const plan = { policy: 'dedicated', confineTo: [1, 2, 3], vmm: [2], api: [3], vcpus: [[1]] } as const;

function aThread(overrides: Partial<ThreadReading>): ThreadReading {
  return {
    tid: 4711,
    comm: 'firecracker',
    state: 'S',
    utimeTicks: 1,
    stimeTicks: 2,
    startTicks: 1000,
    lastCpu: 1,
    allowedCpus: [2],
    involuntarySwitches: 4,
    runNs: 5000,
    waitNs: 600,
    ...overrides,
  };
}

const placed = [
  aThread({}),
  aThread({ tid: 4712, comm: 'fc_api', allowedCpus: [3] }),
  aThread({ tid: 4713, comm: 'fc_vcpu 0', allowedCpus: [1], state: 'R', migrations: 2 }),
  aThread({ tid: 4714, comm: 'kvm-nx-lpage-re', allowedCpus: [1, 2, 3] }),
];

describe('checkPlacement()', () => {
  it('gives each thread with its role and what was read', () => {
    const read = { lastCpu: 1, runNs: 5000, waitNs: 600, involuntarySwitches: 4 };
    expect(checkPlacement(placed, plan, vmm)).toEqual([
      { tid: 4711, comm: 'firecracker', role: 'vmm', allowedCpus: [2], ...read },
      { tid: 4712, comm: 'fc_api', role: 'api', allowedCpus: [3], ...read },
      { tid: 4713, comm: 'fc_vcpu 0', role: 'vcpu 0', allowedCpus: [1], migrations: 2, ...read },
      { tid: 4714, comm: 'kvm-nx-lpage-re', role: 'other', allowedCpus: [1, 2, 3], ...read },
    ]);
  });

  it('compares sets of CPUs, in whatever order they were planned', () => {
    const shared = {
      policy: 'shared',
      confineTo: [2, 1],
      vmm: [2, 1],
      api: [2, 1],
      vcpus: [[2, 1]],
    } as const;
    const threads = placed.slice(0, 3).map((thread) => ({ ...thread, allowedCpus: [1, 2] }));
    expect(checkPlacement(threads, shared, vmm)).toHaveLength(3);
  });

  it('tells everything that differs, and all threads', () => {
    const threads = [...placed.slice(0, 1), aThread({ tid: 4713, comm: 'fc_vcpu 0', allowedCpus: [1, 2] })];
    expect(() => checkPlacement(threads, plan, vmm)).toThrow(
      expect.objectContaining({
        code: 'PLACEMENT_NOT_APPLIED',
        message:
          'Cannot place the threads of "firecracker", process 4711: no thread for api; ' +
          'vcpu 0 is allowed on 1-2, not on 1; ' +
          'threads found: 4711 "firecracker" (S) on 2, 4713 "fc_vcpu 0" (S) on 1-2',
      }),
    );
  });

  it('prints the control characters of a hostile thread name as escapes', () => {
    const threads = [aThread({ comm: '\u001b[2Jx"' })];
    expect(() => checkPlacement(threads, plan, vmm)).toThrow(String.raw`4711 "\u001b[2Jx\"" (S) on 2`);
  });

  it('says that no thread was found', () => {
    expect(() => checkPlacement([], plan, vmm)).toThrow(/threads found: none$/);
  });
});
