import { describe, expect, it } from 'vitest';
import { gateJunit } from '../../../src/report/gate-junit.ts';
import {
  aFailureComparison,
  aGated,
  aGateVerdict,
  aLimitVerdict,
  aMixedVerdict,
  aWaiver,
} from './a-gate-verdict.ts';
import { aMetric } from '../builders.ts';
import { effectivePolicy } from '../../../src/analysis/gate/effective-policy.ts';

/** "suite / name: outcome" of every test case. */
function outcomes(xml: string): readonly string[] {
  const cases = [...xml.matchAll(/<testcase classname="([^"]*)" name="([^"]*)">(.*?)<\/testcase>/gs)];
  return cases.map(([, suite = '', name = '', body = '']) => {
    const outcome = /<(failure|error|skipped) /.exec(body)?.[1] ?? 'passed';
    return `${suite} / ${name}: ${outcome}`;
  });
}

describe('gateJunit()', () => {
  it('writes the file as in the golden one', async () => {
    await expect(gateJunit(aMixedVerdict())).toMatchFileSnapshot('../../golden/gate/junit.xml');
  });

  it('has an outcome for every verdict', () => {
    const waived = aGated({ caseId: 'b', verdict: 'regressed' }, { waiver: aWaiver() });
    const xml = gateJunit(
      aGateVerdict({
        status: 'regressed',
        comparisons: [
          aGated({ caseId: 'a', verdict: 'regressed' }),
          waived,
          aGated({ caseId: 'c', verdict: 'regressed' }, { mode: 'track' }),
          aGated({ caseId: 'd', verdict: 'invalid' }),
          aGated({ caseId: 'e', verdict: 'invalid' }, { mode: 'warn' }),
          aGated({ caseId: 'f', verdict: 'inconclusive' }),
          aGated({ caseId: 'g', verdict: 'improved' }),
          aGated({ caseId: 'h', verdict: 'equivalent' }),
        ],
        limits: [aLimitVerdict({ caseId: 'i', verdict: 'regressed' })],
        failures: [aFailureComparison({ caseId: 'j', verdict: 'regressed' })],
      }),
    );
    expect(outcomes(xml)).toEqual([
      'microvm-bench gate / verdict: failure',
      'a / boot.guest: failure',
      'b / boot.guest: passed',
      'c / boot.guest: passed',
      'd / boot.guest: error',
      'e / boot.guest: skipped',
      'f / boot.guest: skipped',
      'g / boot.guest: passed',
      'h / boot.guest: passed',
      'i / limit boot.guest p95 &lt;= 125ms of boot.guest: failure',
      'j / trial failures: failure',
    ]);
    expect(xml).toContain(
      '<property name="letPassBy" value="waived until 2026-12-31 by the VM team (a known cost)"/>',
    );
    expect(xml).toContain('<property name="letPassBy" value="track only"/>');
  });

  it.each([
    ['passed', 'passed'],
    ['regressed', 'failure'],
    ['failures', 'failure'],
    ['inconclusive', 'failure'],
    ['invalid', 'error'],
    ['no-baseline', 'error'],
    ['error', 'error'],
  ] as const)('is red where the gate is %s, even without any comparison', (status, outcome) => {
    const xml = gateJunit(aGateVerdict({ status, comparisons: [], failures: [] }));
    expect(outcomes(xml)).toEqual([`microvm-bench gate / verdict: ${outcome}`]);
  });

  it('counts what is in each suite and in all', () => {
    const xml = gateJunit(aMixedVerdict());
    expect(xml).toContain(
      '<testsuites name="microvm-bench gate" tests="12" failures="3" errors="1" skipped="2">',
    );
    expect(outcomes(xml)).toHaveLength(12);
  });

  it('names nothing by a run, and two candidates by their arms', () => {
    const comparisons = ['one', 'two'].map((candidateId) => aGated({ candidateId }));
    const candidates = ['one', 'two'].map((id) => ({ id, armId: id, runIds: ['run-1'] }));
    expect(outcomes(gateJunit(aGateVerdict({ comparisons, candidates, failures: [] }))).slice(1)).toEqual([
      'boot-time/vcpus=1,memMib=128 / boot.guest (one): passed',
      'boot-time/vcpus=1,memMib=128 / boot.guest (two): passed',
    ]);
    const single = aGateVerdict({ comparisons: [aGated({ candidateId: 'run-1' })] });
    expect(gateJunit(single)).not.toContain('run-1');
  });

  it('skips invalid data where the policy lets them pass, so that red is what the gate is', () => {
    const verdict = aGateVerdict({
      policy: effectivePolicy({ invalid: 'pass' }),
      comparisons: [aGated({ verdict: 'invalid', metric: aMetric({ id: 'a.b' }) })],
    });
    expect(outcomes(gateJunit(verdict))).toContain('boot-time/vcpus=1,memMib=128 / a.b: skipped');
  });
});
