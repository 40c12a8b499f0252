import { effectivePolicy } from '../../../src/analysis/gate/effective-policy.ts';
import { comparisonSentence } from '../../../src/model/comparison-text.ts';
import type { Comparison, FailureComparison, Verdict } from '../../../src/model/comparison.ts';
import type { Waiver } from '../../../src/model/gate-policy.ts';
import type { GatedComparison, GateVerdict, LimitVerdict } from '../../../src/model/gate-verdict.ts';
import { aMetric } from '../builders.ts';

const ratioOfVerdict: Readonly<Record<Verdict, number>> = {
  regressed: 1.12,
  invalid: 1.02,
  inconclusive: 1.02,
  improved: 0.9,
  equivalent: 1.004,
};

/** A comparison whose numbers fit its verdict. */
export function aComparison(overrides: Partial<Comparison> = {}): Comparison {
  const verdict = overrides.verdict ?? 'equivalent';
  const ratio = ratioOfVerdict[verdict];
  return {
    caseId: 'boot-time/vcpus=1,memMib=128',
    candidateId: 'candidate',
    metric: aMetric(),
    isGated: true,
    base: { count: 20, median: 65_000 },
    candidate: { count: 20, median: 65_000 * ratio },
    unit: 'block',
    unitCount: 20,
    scale: 'ratio',
    ratio: { estimate: ratio, interval: { lower: ratio - 0.01, upper: ratio + 0.01, coverage: 0.95 } },
    difference: {
      estimate: 65_000 * (ratio - 1),
      interval: { lower: 65_000 * (ratio - 1.01), upper: 65_000 * (ratio - 0.99), coverage: 0.95 },
    },
    test: {
      p: 0.0002,
      adjustedP: 0.0006,
      family: 'gated',
      familySize: 3,
      smallestP: 1e-6,
      alpha: 0.05,
      method: 'aligned ranks within blocks, 9 999 seeded draws',
    },
    margin: { relative: 0.03, absolute: 50 },
    effectiveMargin: 1.03,
    detectable: 1.024,
    ...(verdict === 'inconclusive' ? { more: { trials: 48, minutes: 3 } } : {}),
    verdict,
    steps: [],
    flips: [],
    ...overrides,
  };
}

export function aWaiver(overrides: Partial<Waiver> = {}): Waiver {
  return {
    metric: 'boot.*',
    reason: 'a known cost',
    owner: 'the VM team',
    until: '2026-12-31',
    ...overrides,
  };
}

export function aGated(
  comparison: Partial<Comparison> = {},
  overrides: Partial<GatedComparison> = {},
): GatedComparison {
  const whole = aComparison(comparison);
  return { mode: 'block', sentence: comparisonSentence(whole, 0.05), comparison: whole, ...overrides };
}

export function aLimitVerdict(overrides: Partial<LimitVerdict> = {}): LimitVerdict {
  return {
    limit: 'boot.guest p95 <= 125ms',
    caseId: 'boot-time/vcpus=1,memMib=128',
    candidateId: 'candidate',
    metricId: 'boot.guest',
    unit: 'us',
    mode: 'block',
    value: 125_000,
    hits: 20,
    count: 20,
    verdict: 'inconclusive',
    sentence:
      'p95 of boot.guest of boot-time/vcpus=1,memMib=128 is not shown to be at most 125000 µs: 20 of 20 values are, 95 % must be',
    ...overrides,
  };
}

export function aFailureComparison(overrides: Partial<FailureComparison> = {}): FailureComparison {
  return {
    caseId: 'boot-time/vcpus=1,memMib=128',
    candidateId: 'candidate',
    base: { hits: 0, count: 20 },
    candidate: { hits: 0, count: 20 },
    difference: { estimate: 0, interval: { lower: -0.16, upper: 0.16, coverage: 0.95 } },
    adjustedP: 1,
    verdict: 'equivalent',
    ...overrides,
  };
}

/** A gate that passed: one equivalent comparison. */
export function aGateVerdict(overrides: Partial<GateVerdict> = {}): GateVerdict {
  return {
    format: '1.2',
    tool: '0.1.0',
    status: 'passed',
    exitCode: 0,
    summary: 'passed: 1 equivalent of 1 gated',
    reasons: [],
    otherReasons: [],
    base: { id: 'base', armId: 'base', runIds: ['20260102T030405Z-bench-1-0a1b2c'] },
    candidates: [{ id: 'candidate', armId: 'candidate', runIds: ['20260102T030405Z-bench-1-0a1b2c'] }],
    policy: effectivePolicy({}),
    comparisons: [aGated()],
    limits: [],
    failures: [aFailureComparison()],
    unmatched: [],
    findings: [],
    ...overrides,
  };
}

/** A gate with something of everything, and with names that XML, Markdown and GitHub would obey. */
export function aMixedVerdict(): GateVerdict {
  const second = 'boot-time/vcpus=2,memMib=128';
  const hostile = 'own/kind=<b>"a|b"&\u0001`c`::error::x%0A,@octocat #1';
  const regressed = aGated({ verdict: 'regressed' });
  const hostileGated = aGated({ caseId: hostile, verdict: 'invalid', steps: [invalidStep] });
  const moreFailures = aFailureComparison({
    caseId: second,
    candidate: { hits: 9, count: 20 },
    adjustedP: 0.001,
    verdict: 'regressed',
  });
  return aGateVerdict({
    status: 'regressed',
    exitCode: 10,
    summary: 'regressed: 3 regressed, 1 invalid, 2 inconclusive, 1 improved, 1 equivalent of 8 gated',
    reasons: [
      regressed.sentence,
      `${second} fails more often: 9 of 20 trials, before 0 of 20`,
      hostileGated.sentence,
      'only the base has the case own/kind=old',
    ],
    otherReasons: ['only the base has the case own/kind=old'],
    policy: effectivePolicy({
      metrics: { 'boot.*': '3% & 50us', 'memory.*': { margin: '1%', mode: 'warn' } },
      limits: ['boot.guest p95 <= 125ms'],
      waivers: [aWaiver()],
    }),
    comparisons: [
      regressed,
      aGated({ caseId: second, verdict: 'regressed' }, { waiver: aWaiver() }),
      aGated({ caseId: second, verdict: 'regressed', metric: aMemoryMetric }, { mode: 'warn' }),
      hostileGated,
      aGated({ caseId: second, verdict: 'inconclusive', metric: aMetric({ id: 'boot.start_call' }) }),
      aGated({ verdict: 'improved', metric: aMetric({ id: 'boot.start_call' }) }),
      aGated({ caseId: second, metric: aMetric({ id: 'boot.guest_cpu' }) }),
    ],
    limits: [aLimitVerdict()],
    failures: [aFailureComparison(), moreFailures, aFailureComparison({ caseId: hostile })],
    unmatched: ['only the base has the case own/kind=old'],
    findings: [
      {
        rule: 'host-turbo',
        severity: 'note',
        message: 'Turbo is on: clocks depend on heat',
        advice: 'Switch it off',
      },
    ],
  });
}

const aMemoryMetric = aMetric({ id: 'memory.vmm_rss', unit: 'KiB', kind: 'memory' });
const invalidStep = {
  check: 'valid',
  saw: 'the units differ: us and ms',
  needed: 'data that can be compared',
  holds: false,
};
