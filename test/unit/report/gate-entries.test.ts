import { describe, expect, it } from 'vitest';
import { decide } from '../../../src/analysis/gate/judge-gate.ts';
import { effectivePolicy } from '../../../src/analysis/gate/effective-policy.ts';
import { verdicts, type Verdict } from '../../../src/model/comparison.ts';
import { gateModes, type GateMode } from '../../../src/model/gate-policy.ts';
import { gateEntries, type Bearing } from '../../../src/report/gate-entries.ts';
import { letPass } from '../../../src/report/gate-text.ts';
import { aFailureComparison, aGated, aGateVerdict, aWaiver } from './a-gate-verdict.ts';

describe('gateEntries()', () => {
  it.each<[Verdict, GateMode, 'waived' | 'not waived', Bearing]>([
    ['regressed', 'block', 'not waived', 'blocks'],
    ['regressed', 'block', 'waived', 'let-pass'],
    ['regressed', 'warn', 'not waived', 'let-pass'],
    ['invalid', 'block', 'waived', 'blocks'],
    ['invalid', 'track', 'waived', 'let-pass'],
    ['inconclusive', 'block', 'waived', 'open'],
    ['equivalent', 'block', 'not waived', 'fine'],
  ])('takes %s of mode %s, %s, as %s', (...row) => {
    const [verdict, mode, waived, bearing] = row;
    const waiver = waived === 'waived' ? { waiver: aWaiver() } : {};
    const comparisons = [aGated({ verdict }, { mode, ...waiver })];
    const [entry] = gateEntries(aGateVerdict({ comparisons, limits: [], failures: [] }));
    expect(entry?.bearing).toBe(bearing);
  });

  it('takes as blocking exactly what a status has as its reasons', () => {
    const gated = verdicts.flatMap((verdict) =>
      gateModes.flatMap((mode) => [
        aGated({ verdict, caseId: `${verdict}-${mode}` }, { mode }),
        aGated({ verdict, caseId: `${verdict}-${mode}-waived` }, { mode, waiver: aWaiver() }),
      ]),
    );
    for (const [invalid, inconclusive] of [['pass', 'fail'] as const, ['fail', 'pass'] as const]) {
      const policy = effectivePolicy({ invalid, inconclusive });
      const failures = verdicts.map((verdict) => aFailureComparison({ verdict, caseId: verdict }));
      const verdict = aGateVerdict({
        comparisons: gated,
        failures,
        policy,
        unmatched: ['case x is in a alone'],
      });
      const { reasons, otherReasons } = decide(verdict);
      const blocking = gateEntries(verdict).filter(({ bearing }) => bearing === 'blocks');
      const told = [...blocking.map(({ sentence }) => sentence), ...otherReasons];
      expect(told.toSorted()).toEqual(reasons.toSorted());
    }
  });
});

describe('letPass()', () => {
  it('tells what is bad and does not count, and nothing else', () => {
    const waiver = aWaiver();
    expect(letPass(aGated({ verdict: 'regressed' }, { mode: 'block', waiver }))[0]).toMatch(/^waived until /);
    expect(letPass(aGated({ verdict: 'invalid' }, { mode: 'warn' }))[0]).toMatch(/^warn only: /);
    expect(letPass(aGated({ verdict: 'invalid' }, { mode: 'block', waiver }))).toEqual([]);
    expect(letPass(aGated({ verdict: 'inconclusive' }, { mode: 'warn' }))).toEqual([]);
  });
});
