import { describe, expect, it } from 'vitest';
import type { Verdict } from '../../../src/model/comparison.ts';
import type { GateMode } from '../../../src/model/gate-policy.ts';
import { gateEntries, type Bearing } from '../../../src/report/gate-entries.ts';
import { letPass } from '../../../src/report/gate-text.ts';
import { aGated, aGateVerdict, aWaiver } from './a-gate-verdict.ts';

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
