import type { RunRecords } from '../../../../src/analysis/run-facts.ts';
import {
  aBenchmark,
  aCase,
  aFailure,
  aHost,
  aHostIdentity,
  aManifest,
  aMetric,
  anArm,
  aPlan,
  aTrial,
  blocksOf,
} from '../../builders.ts';

const hostile = 'a "b"\\c\nd\te | `f` <g> {h="i"} # 50%/=\u001b[31m\u202e\ud800';

/**
 * A run whose names are made to break formats: quotes, line ends, formulas, "__proto__", names that end like GOMAXPROCS, and
 * metrics of every unit and direction. One trial that counts, a warm-up, and one that failed.
 */
export function aHostileRun(): RunRecords {
  const ofCase = aCase({
    id: '=cmd()|/x\nBenchmarkOther 1 2 ns/op',
    benchmarkId: '9 =cmd()\n/-8',
    point: { arm: 'one/two-8', 'a.b': 1, a_b: hostile, '=': true },
  });
  const proto = aCase({ id: '__proto__', benchmarkId: 'élan', point: {} });
  const arm = anArm({ id: 'base-16', firecrackerVersion: '1.12.1\nhost: other' });
  const place = { caseId: ofCase.id, armId: arm.id };
  const samples = {
    [hostile]: 0,
    'x.ms': 1.5,
    'x-ms': 2.5,
    'x.kib': 2,
    'x.mib': 0.5,
    'x.share': 12.5,
    'x.rate': 40,
  };
  const trials = [
    aTrial({ ...place, trialId: 't0001', isWarmup: true, samples }),
    aTrial({ ...place, trialId: 't0002', block: 1, samples }),
    aTrial({ ...place, trialId: 't0003', block: 1, position: 1, outcome: aFailure({ reason: hostile }) }),
    aTrial({ ...place, caseId: proto.id, trialId: 't0004', block: 2, samples: { constructor: 7 } }),
  ];
  const metrics = [
    aMetric({ id: hostile, description: hostile }),
    aMetric({ id: 'x.ms', unit: 'ms' }),
    aMetric({ id: 'x-ms', unit: 'ms' }),
    aMetric({ id: 'x.kib', unit: 'KiB', kind: 'memory' }),
    aMetric({ id: 'x.mib', unit: 'MiB', kind: 'memory', direction: 'neither' }),
    aMetric({ id: 'x.share', unit: 'percent', kind: 'share' }),
    aMetric({ id: 'x.rate', unit: 'count', kind: 'count', direction: 'higher-is-better' }),
  ];
  const count = aMetric({ id: 'constructor', unit: 'count', kind: 'count' });
  return {
    manifest: aManifest({
      runId: 'run\nhost: another',
      title: hostile,
      plan: aPlan({ arms: [arm], cases: [ofCase, proto], blocks: blocksOf(trials) }),
      benchmarks: [
        aBenchmark({ id: ofCase.benchmarkId, headline: hostile, metrics }),
        aBenchmark({ id: proto.benchmarkId, headline: 'constructor', metrics: [count] }),
      ],
      host: aHost({ identity: aHostIdentity({ hostname: hostile, cpuModel: '', kernel: '6.1\nUnit' }) }),
    }),
    trials,
  };
}
