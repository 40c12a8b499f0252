import { describe, expect, it } from 'vitest';
import { makeHistory } from '../../../src/analysis/history.ts';
import type { RunRecords } from '../../../src/analysis/run-facts.ts';
import { formatHistory } from '../../../src/report/history-table.ts';
import { aBenchmark, aCase, aMetric, anArm, aPlan, aTrial, blocksOf } from '../builders.ts';
import { aRunOfDay } from '../some-runs.ts';

/** Two benchmarks and two arms, of one trial each. */
function aWideRun(): RunRecords {
  const cases = ['one', 'two'].map((id) =>
    aCase({ id: `${id}/a|b=1`, benchmarkId: id, point: { 'a|b': 1 } }),
  );
  const arms = ['base', 'other'].map((id) => anArm({ id }));
  const trials = cases.flatMap((kase, caseIndex) =>
    arms.map((arm, armIndex) =>
      aTrial({
        trialId: `t${String(caseIndex * 2 + armIndex + 1).padStart(4, '0')}`,
        caseId: kase.id,
        armId: arm.id,
        block: caseIndex,
        position: armIndex,
        samples: { 'boot.guest': 900 + 100 * armIndex },
      }),
    ),
  );
  const benchmarks = ['one', 'two'].map((id) => aBenchmark({ id, metrics: [aMetric()] }));
  const plan = aPlan({ cases, arms, blocks: blocksOf(trials) });
  return { trials, manifest: { ...aRunOfDay(0, 1).manifest, benchmarks, plan } };
}

describe('formatHistory()', () => {
  it('names benchmark and arm where there are several, as Markdown', () => {
    const history = makeHistory([aWideRun()], { metrics: [], cases: [] });
    expect(formatHistory(history, { width: 100 })).toMatchInlineSnapshot(`
      "| metric     | case             | series | since      | runs |  median |  95 % interval | by run |
      | :--------- | :--------------- | -----: | :--------- | ---: | ------: | -------------: | :----- |
      | boot.guest | one/a\\|b=1 base  |      1 | 2026-01-01 |    1 | 0.90 ms | too few trials | ▄      |
      | boot.guest | one/a\\|b=1 other |      1 | 2026-01-01 |    1 | 1.00 ms | too few trials | ▄      |
      | boot.guest | two/a\\|b=1 base  |      1 | 2026-01-01 |    1 | 0.90 ms | too few trials | ▄      |
      | boot.guest | two/a\\|b=1 other |      1 | 2026-01-01 |    1 | 1.00 ms | too few trials | ▄      |"
    `);
  });

  it('tells no relative change from a level of 0', () => {
    const runs = Array.from({ length: 12 }, (_, day) => aRunOfDay(day, 65_000)).map(
      ({ manifest, trials }, day) => ({
        manifest,
        trials: trials.map((trial) => ({
          ...trial,
          samples: { ...trial.samples, 'noise.missed_log_lines': day < 6 ? 0 : 3 + (day % 2) / 10 },
        })),
      }),
    );
    const history = makeHistory(runs, { metrics: ['noise.missed*'], cases: [] });
    expect(formatHistory(history, { width: 100 })).toMatchInlineSnapshot(`
      "| metric                 | case               | series | since      | runs | median | by run       |
      | :--------------------- | :----------------- | -----: | :--------- | ---: | -----: | :----------- |
      | noise.missed_log_lines | vcpus=1,memMib=128 |      1 | 2026-01-01 |   12 |   3.10 | ▁▁▁▁▁▁██████ |

      Changes of level:

      - noise.missed_log_lines vcpus=1,memMib=128: changed at 2026-01-07 03:04, 0.00 → 3.05, p = 1.1e-17, run 20260107T030405Z-bench-1-0a1b2c"
    `);
  });
});
