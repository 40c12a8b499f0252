import { describe, expect, it } from 'vitest';
import { findPlacement, placementOf } from '../../../src/model/plan.ts';
import { aCase, aPlacement, aPlan } from '../builders.ts';

describe('placementOf()', () => {
  const own = aPlacement({ confineTo: [7], vmm: [7], api: [7], vcpus: [[7]] });
  const planned = aCase({ armPlacements: { candidate: own } });

  it("is the arm's own, or else the case's", () => {
    expect(placementOf(planned, 'candidate')).toEqual(own);
    expect(placementOf(planned, 'base')).toEqual(planned.placement);
    expect(placementOf(planned, 'constructor')).toEqual(planned.placement);
    expect(placementOf(aCase(), 'candidate')).toEqual(aPlacement());
  });

  it('is found by trial, and not for a case that the plan does not know', () => {
    const plan = aPlan({ cases: [planned] });
    expect(findPlacement(plan, { caseId: planned.id, armId: 'candidate' })).toEqual(own);
    expect(findPlacement(plan, { caseId: 'other', armId: 'candidate' })).toBeUndefined();
  });
});
