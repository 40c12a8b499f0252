import { describe, expect, it } from 'vitest';
import { attachBimodal } from '../../../../src/analysis/rules/attach-bimodal.ts';
import type { RunFacts } from '../../../../src/analysis/run-facts.ts';
import { aTrial, somePhases } from '../../builders.ts';
import { factsOf } from '../run-facts.ts';

function factsWithAttachUs(...spansUs: readonly number[]): RunFacts {
  return factsOf(
    spansUs.map((attach, index) => aTrial({ trialId: `t${String(index)}`, phases: somePhases({ attach }) })),
  );
}

describe('attachBimodal()', () => {
  it('tells two groups with a gap between them', () => {
    expect(attachBimodal(factsWithAttachUs(900, 1_100, 12_000, 4_000, 11_000, 950))).toEqual([
      {
        rule: 'attach-bimodal',
        severity: 'note',
        message: 'The phase attach has two groups in 1 case: ' + '3 of 6 trials below 3 ms, 2 above 6 ms',
        advice:
          'Read its quantiles with care; the kernel makes some moves into a cgroup wait and others not, ' +
          'outside the boot span',
      },
    ]);
  });

  it('does not take one trial for a group', () => {
    expect(attachBimodal(factsWithAttachUs(900, 1_100, 950, 12_000))).toEqual([]);
  });

  it('says nothing of one group', () => {
    expect(attachBimodal(factsWithAttachUs(9_000, 11_000, 12_000, 10_000))).toEqual([]);
  });
});
