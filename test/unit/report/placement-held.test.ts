import { describe, expect, it } from 'vitest';
import { placementHeld } from '../../../src/report/placement-held.ts';
import { aPlacedThread, aPlacement, anAppliedPlacement } from '../builders.ts';

const plan = aPlacement();

/** The default placement with its vCPU thread changed. */
function withVcpu(overrides: Parameters<typeof aPlacedThread>[0]) {
  const threads = anAppliedPlacement().threads.filter(({ role }) => role !== 'vcpu 0');
  return anAppliedPlacement({ threads: [...threads, aPlacedThread(overrides)] });
}

describe('placementHeld()', () => {
  it('is true when every planned thread was read back on its CPUs', () => {
    expect(placementHeld(anAppliedPlacement(), plan)).toBe(true);
  });

  it('passes over helper threads, which are confined and not pinned', () => {
    const helper = aPlacedThread({ role: 'other', allowedCpus: [1, 2, 3], lastCpu: 2 });
    const applied = anAppliedPlacement({ threads: [...anAppliedPlacement().threads, helper] });
    expect(placementHeld(applied, plan)).toBe(true);
  });

  it.each([
    ['a thread was allowed on a further CPU', withVcpu({ allowedCpus: [2, 3] })],
    ['a thread last ran elsewhere', withVcpu({ lastCpu: 2 })],
    ['a thread was not found', anAppliedPlacement({ threads: anAppliedPlacement().threads.slice(0, 2) })],
    ['nothing was read back', undefined],
  ])('is false when %s', (_what, applied) => {
    expect(placementHeld(applied, plan)).toBe(false);
  });
});
