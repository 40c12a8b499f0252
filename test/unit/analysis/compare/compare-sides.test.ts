import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareSides } from '../../../../src/analysis/compare/compare-sides.ts';
import { defaultPolicy, type ComparisonPolicy } from '../../../../src/analysis/compare/policy.ts';
import { chooseSides } from '../../../../src/analysis/compare/sides.ts';
import type { RunRecords } from '../../../../src/analysis/run-facts.ts';
import type { Comparison, RunComparison } from '../../../../src/model/comparison.ts';
import { comparisonSentence } from '../../../../src/model/comparison-text.ts';
import type { TrialRecord } from '../../../../src/model/trial.ts';
import type { RunManifest } from '../../../../src/model/run.ts';
import { aBenchmark, aFailure, aMetric } from '../../builders.ts';
import { aTwoArmRun, type TwoArmOptions } from '../../two-arm-run.ts';

const policy = defaultPolicy(1);

function compare(run: RunRecords, overrides: Partial<ComparisonPolicy> = {}): RunComparison {
  return compareSides(chooseSides([{ label: 'run', runs: [run] }], {}), { ...policy, ...overrides });
}

function headline(comparison: RunComparison): Comparison {
  const [first] = comparison.comparisons.filter(({ isGated }) => isGated);
  if (first === undefined) throw new Error('nothing is gated');
  return first;
}

function twoArms(options: Partial<TwoArmOptions> = {}): RunRecords {
  return aTwoArmRun({ blockCount: 24, factor: 1, seed: 5, ...options });
}

/** Every boot time as the function makes it. */
function withBootUs(bootUs: (trial: TrialRecord) => number): Pick<TwoArmOptions, 'change'> {
  return {
    change: (trial) => ({ ...trial, samples: { ...trial.samples, 'boot.guest': bootUs(trial) } }),
  };
}

describe('compareSides()', () => {
  it.each([
    { factor: 1, verdict: 'equivalent' },
    { factor: 1.015, verdict: 'equivalent' },
    { factor: 1.1, verdict: 'regressed' },
    { factor: 0.9, verdict: 'improved' },
  ])('calls a candidate of $factor times the base $verdict', ({ factor, verdict }) => {
    const comparison = headline(compare(twoArms({ factor })));
    expect(comparison.verdict).toBe(verdict);
    expect(comparison.ratio?.estimate).toBeGreaterThan(factor - 0.01);
    expect(comparison.ratio?.estimate).toBeLessThan(factor + 0.01);
    expect(comparison.unit).toBe('block');
    expect(comparison.unitCount).toBe(24);
  });

  it('turns the verdict round for a metric of which more is better, and gives none where neither is', () => {
    const directed = (direction: 'higher-is-better' | 'neither'): Comparison =>
      headline(
        compare(
          twoArms({
            factor: 1.1,
            manifest: { benchmarks: [aBenchmark({ metrics: [aMetric({ direction }), missedLines] })] },
          }),
        ),
      );
    expect(directed('higher-is-better').verdict).toBe('improved');
    const neither = directed('neither');
    expect(neither.verdict).toBe('inconclusive');
    expect(neither.steps.at(-1)?.check).toBe('direction');
  });

  it('needs both parts of the margin exceeded', () => {
    const run = twoArms({ factor: 1.1 });
    const withMargin = (relative: number, absolute: number): string =>
      headline(compare(run, { marginOf: () => ({ relative, absolute }) })).verdict;
    expect(withMargin(0.05, 1000)).toBe('regressed');
    expect(withMargin(0.2, 0)).toBe('equivalent');
    expect(withMargin(0, 20_000)).toBe('equivalent');
  });

  it.each([
    { blockCount: 1, needed: 2 },
    { blockCount: 2, needed: 2 },
  ])(
    'is inconclusive with $blockCount blocks however far apart, and says how many trials are missing',
    (row) => {
      const comparison = headline(compare(twoArms({ blockCount: row.blockCount, factor: 3 })));
      expect(comparison.verdict).toBe('inconclusive');
      expect(comparison.more?.trials).toBeGreaterThanOrEqual(row.needed);
      expect(comparison.steps.find(({ check }) => check === 'enough')?.holds).toBe(false);
    },
  );

  it('calls it invalid where one arm has no trial, and where they share no block', () => {
    const run = twoArms();
    const sawOf = (trials: typeof run.trials): string | undefined =>
      headline(compare({ ...run, trials })).steps.find(({ check }) => check === 'valid')?.saw;
    const without = { ...run, trials: run.trials.filter(({ armId }) => armId === 'base') };
    const comparison = headline(compare(without));
    expect(sawOf(without.trials)).toBe('the candidate has no value');
    expect(sawOf(run.trials.filter(({ armId }) => armId !== 'base'))).toBe('the base has no value');
    expect(comparison.verdict).toBe('invalid');
    expect(comparison.candidate).toEqual({ count: 0 });
    const apart = run.trials.filter(({ armId, block }) => (armId === 'base') === block < 12);
    expect(headline(compare({ ...run, trials: apart })).verdict).toBe('invalid');
    expect(sawOf(apart)).toBe('they share no block');
  });

  it('calls equal values equivalent, and all different by one amount a change', () => {
    expect(headline(compare(twoArms(withBootUs(() => 60_000)))).verdict).toBe('equivalent');
    const apart = headline(compare(twoArms(withBootUs(({ armId }) => (armId === 'base' ? 60_000 : 66_000)))));
    expect(apart.verdict).toBe('regressed');
    expect(apart.ratio?.interval).toMatchObject({
      lower: apart.ratio?.estimate,
      upper: apart.ratio?.estimate,
    });
  });

  it('compares by difference where a value is zero', () => {
    const comparison = headline(
      compare(twoArms(withBootUs(({ position, armId }) => (position === 0 ? 0 : armId === 'base' ? 5 : 6)))),
    );
    expect(comparison.scale).toBe('difference');
    expect(comparison.ratio).toBeUndefined();
    expect(comparison.difference?.estimate).toBe(1);
  });

  it('refuses a case of which one side fails more often', () => {
    const comparison = compare(
      twoArms({
        change: (trial) =>
          trial.armId === 'candidate' && trial.block < 6
            ? { ...trial, outcome: aFailure(), samples: {} }
            : trial,
      }),
    );
    expect(comparison.failures[0]).toMatchObject({
      base: { hits: 0, count: 48 },
      candidate: { hits: 12, count: 48 },
      verdict: 'regressed',
    });
    expect(headline(comparison).verdict).toBe('invalid');
    expect(headline(comparison).steps[0]?.saw).toBe(
      'the shares of failed trials differ: 0 of 48 and 12 of 48',
    );
  });

  it('leaves warm-ups and aborted trials out', () => {
    const run = twoArms({
      change: (trial) => {
        if (trial.block === 0) return { ...trial, isWarmup: true };
        if (trial.block > 1) return trial;
        return { ...trial, outcome: { status: 'aborted', reason: 'interrupted' }, samples: {} };
      },
    });
    expect(headline(compare(run)).base.count).toBe(44);
    expect(compare(run).failures[0]?.base).toEqual({ hits: 0, count: 44 });
  });

  it('compares every other arm with the first, all in one family', () => {
    const comparison = compare(twoArms({ armIds: ['a', 'b', 'c'], factor: 1.1 }));
    const gated = comparison.comparisons.filter(({ isGated }) => isGated);
    expect(gated.map(({ candidateId, verdict }) => [candidateId, verdict])).toEqual([
      ['b', 'regressed'],
      ['c', 'regressed'],
    ]);
    expect(gated[0]?.test?.familySize).toBe(2);
    expect(gated[0]?.test?.adjustedP).toBeGreaterThan(gated[0]?.test?.p ?? 1);
  });

  it('names cases that one side has alone', () => {
    const first = aTwoArmRun({ blockCount: 6, factor: 1, seed: 1, armIds: ['base'] });
    const other = aTwoArmRun({ blockCount: 6, factor: 1, seed: 2, armIds: ['base'] });
    const renamed: RunRecords = {
      manifest: {
        ...other.manifest,
        runId: 'other',
        plan: {
          ...other.manifest.plan,
          cases: other.manifest.plan.cases.map((each) => ({ ...each, id: 'boot-time/vcpus=2' })),
        },
      },
      trials: [],
    };
    const sides = chooseSides(
      [
        { label: 'first', runs: [first] },
        { label: 'other', runs: [renamed] },
      ],
      {},
    );
    const { comparisons, unmatched } = compareSides(sides, policy);
    expect(comparisons).toEqual([]);
    expect(unmatched).toEqual([
      'case boot-time/vcpus=1,memMib=128 is in 20260102T030405Z-bench-1-0a1b2c alone',
      'case boot-time/vcpus=2 is in other alone',
    ]);
  });

  it('names metrics that the candidate has alone: gated ones as unmatched, others in a finding', () => {
    const mine = aMetric({ id: 'own.time' });
    const wanted = aMetric({ id: 'own.wanted' });
    const without = aMetric({ id: 'own.without' });
    const metrics = [aMetric(), missedLines, mine, wanted, without];
    const withOwn = (trial: TrialRecord): TrialRecord => ({
      ...trial,
      samples: { ...trial.samples, 'own.time': 1, 'own.wanted': 2 },
    });
    const [first, other] = twoRuns({ benchmarks: [aBenchmark({ metrics })] }, withOwn);
    const { unmatched, findings, comparisons } = compareSides(chooseSides([first, other], {}), {
      ...policy,
      isGated: ({ metric, isHeadline }) => isHeadline || metric.id === 'own.wanted',
    });
    const caseId = 'boot-time/vcpus=1,memMib=128';
    expect(unmatched).toEqual([`metric own.wanted of ${caseId} is in run-2 alone`]);
    expect(findings.filter(({ rule }) => rule === 'metrics-of-one-side')).toMatchObject([
      { severity: 'note', message: `run-2 has metrics of ${caseId} that run-1 does not have: own.time` },
    ]);
    expect(comparisons.some(({ metric }) => metric.id.startsWith('own.'))).toBe(false);
  });

  it.each([
    ['unit', { unit: 'ms' }, 'the units differ: us and ms'],
    [
      'direction',
      { direction: 'higher-is-better' },
      'the directions differ: lower-is-better and higher-is-better',
    ],
  ] as const)('calls it invalid where the %s of two runs differs', (_field, change, reason) => {
    const [first, other] = twoRuns({ benchmarks: [aBenchmark({ metrics: [aMetric(change), missedLines] })] });
    const sides = chooseSides([first, other], {});
    const comparison = headline(compareSides(sides, policy));
    expect(comparison.verdict).toBe('invalid');
    expect(comparison.steps[0]?.saw).toContain(reason);
  });

  it('compares two runs trial by trial, and warns', () => {
    const [first, other] = twoRuns({});
    const comparison = compareSides(chooseSides([first, other], {}), policy);
    expect(headline(comparison).unit).toBe('trial');
    expect(headline(comparison).test?.method).toContain('Mann-Whitney');
    expect(comparison.findings.map(({ rule }) => rule)).toContain('separate-runs');
  });

  it('takes each run as one value where a side has several', () => {
    const runs = [1, 2, 3, 4, 5, 6, 7, 8].map((seed) =>
      aTwoArmRun({ blockCount: 6, factor: 1, seed, armIds: ['base'], manifest: { runId: `run-${seed}` } }),
    );
    const sides = chooseSides(
      [
        { label: 'before', runs: runs.slice(0, 4) },
        { label: 'after', runs: runs.slice(4) },
      ],
      {},
    );
    const comparison = headline(compareSides(sides, policy));
    expect(comparison).toMatchObject({ unit: 'run', unitCount: 8 });
    expect(comparison.test?.smallestP).toBeCloseTo(2 / 70, 12);
  });

  it('says how many runs a side are needed where one is set against several', () => {
    const [first, ...others] = [1, 2, 3, 4].map((seed) =>
      aTwoArmRun({ blockCount: 6, factor: 1, seed, armIds: ['base'], manifest: { runId: `run-${seed}` } }),
    );
    if (first === undefined) throw new Error('a run is needed');
    const sides = chooseSides(
      [
        { label: 'before', runs: [first] },
        { label: 'after', runs: others },
      ],
      {},
    );
    const comparison = headline(compareSides(sides, policy));
    expect(comparison).toMatchObject({ unit: 'run', verdict: 'inconclusive' });
    expect(comparisonSentence(comparison, 0.05)).toMatch(
      /; needs a least p of at most 0\.05, as 4 runs a side have$/,
    );
  });

  it('pools the blocks of runs that hold both arms, and shows each run beside', () => {
    const runs = [1, 2].map((seed) =>
      aTwoArmRun({ blockCount: 12, factor: 1.1, seed, manifest: { runId: `run-${seed}` } }),
    );
    const comparison = headline(compareSides(chooseSides([{ label: 'campaign', runs }], {}), policy));
    expect(comparison).toMatchObject({ unit: 'block', unitCount: 24, verdict: 'regressed' });
    expect(comparison.runs?.map(({ runId, unitCount }) => [runId, unitCount])).toEqual([
      ['run-1', 12],
      ['run-2', 12],
    ]);
  });

  it('counts no trial of a run that holds one arm alone beside runs of both, and says so', () => {
    const both = [1, 2].map((seed) =>
      aTwoArmRun({ blockCount: 12, factor: 1, seed, manifest: { runId: `run-${seed}` } }),
    );
    const alone = aTwoArmRun({
      ...{ blockCount: 12, factor: 1, seed: 3, armIds: ['base'], manifest: { runId: 'run-3' } },
      ...withBootUs(() => 1_000_000),
    });
    const of = (runs: readonly RunRecords[]): RunComparison =>
      compareSides(
        chooseSides(
          [
            { label: 'before', runs, armId: 'base' },
            { label: 'after', runs: both, armId: 'candidate' },
          ],
          {},
        ),
        policy,
      );
    const { comparisons, findings } = of([...both, alone]);
    expect(comparisons).toEqual(of(both).comparisons);
    expect(comparisons[0]?.base.count).toBe(48);
    expect(findings.filter(({ rule }) => rule === 'runs-of-one-side')).toMatchObject([
      {
        severity: 'warning',
        message:
          '1 run of before:base holds nothing of after:candidate and is left out of what is compared: run-3',
      },
    ]);
    expect(of(both).findings.map(({ rule }) => rule)).not.toContain('runs-of-one-side');
  });

  it('gives the same bytes twice, whatever the order of the journal', () => {
    const run = twoArms({ factor: 1.02 });
    const text = JSON.stringify(compare(run));
    expect(JSON.stringify(compare(twoArms({ factor: 1.02 })))).toBe(text);
    const mixed = { ...run, trials: run.trials.toSorted((a, b) => a.position - b.position) };
    expect(headline(compare(mixed)).test).toEqual(headline(compare(run)).test);
    expect(headline(compare(mixed)).ratio).toEqual(headline(compare(run)).ratio);
  });

  it('negates the effect and keeps p when the labels are swapped', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.8, max: 1.25, noNaN: true }), fc.nat(1000), (factor, seed) => {
        const run = aTwoArmRun({ blockCount: 12, factor, seed });
        const forth = headline(compare(run));
        const sides = chooseSides([{ label: 'run', runs: [run] }], { base: 'candidate' });
        const back = headline(compareSides(sides, policy));
        expect(Math.log(back.ratio?.estimate ?? NaN)).toBeCloseTo(
          -Math.log(forth.ratio?.estimate ?? NaN),
          12,
        );
        const opposite = { regressed: 'improved', improved: 'regressed' } as const;
        if (forth.verdict === 'regressed' || forth.verdict === 'improved') {
          expect([opposite[forth.verdict], 'inconclusive']).toContain(back.verdict);
        }
        // The draws are of relabellings, not of labels: they differ by chance alone.
        expect(Math.abs((back.test?.p ?? NaN) - (forth.test?.p ?? NaN))).toBeLessThan(0.03);
      }),
      { numRuns: 15 },
    );
  });

  it('gives one ratio whatever the unit of the clock', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 1000 }), (scale) => {
        const plain = headline(compare(twoArms({ factor: 1.05, blockCount: 8 })));
        const scaledRun = twoArms({ factor: 1.05, blockCount: 8 });
        const scaled = headline(
          compare({
            ...scaledRun,
            trials: scaledRun.trials.map((trial) => ({
              ...trial,
              samples: { ...trial.samples, 'boot.guest': (trial.samples['boot.guest'] ?? NaN) * scale },
            })),
          }),
        );
        expect(scaled.ratio?.estimate).toBeCloseTo(plain.ratio?.estimate ?? NaN, 9);
        expect(scaled.test?.p).toBe(plain.test?.p);
      }),
      { numRuns: 10 },
    );
  });

  it('never makes a change of no change when the margin grows', () => {
    const run = twoArms({ factor: 1.04, seed: 9 });
    const verdicts = [0, 0.01, 0.02, 0.03, 0.05, 0.1, 0.2].map(
      (relative) => headline(compare(run, { marginOf: () => ({ relative, absolute: 0 }) })).verdict,
    );
    const rank = { regressed: 0, improved: 0, inconclusive: 1, invalid: 1, equivalent: 2 };
    const ranks = verdicts.map((verdict) => rank[verdict]);
    expect(ranks).toEqual(ranks.toSorted((a, b) => a - b));
    expect(verdicts[0]).toBe('regressed');
    expect(verdicts.at(-1)).toBe('equivalent');
  });

  it('has a margin of the same share in both directions', () => {
    const margin = { marginOf: () => ({ relative: 0.5, absolute: 0 }) };
    expect(headline(compare(twoArms({ factor: 0.62 }), margin)).verdict).toBe('equivalent');
    expect(headline(compare(twoArms({ factor: 0.45 }), margin)).verdict).toBe('improved');
    const small = { marginOf: () => ({ relative: 0.2, absolute: 0 }) };
    expect(headline(compare(twoArms({ factor: 0.82 }), small)).verdict).not.toBe('improved');
  });

  it('refuses a folder that holds one run twice', () => {
    const run = twoArms();
    expect(() => chooseSides([{ label: 'folder', runs: [run, run] }], {})).toThrow(
      'Cannot compare "folder": it holds the run 20260102T030405Z-bench-1-0a1b2c twice',
    );
  });

  it('says what would flip a verdict, and it does', { timeout: 30_000 }, () => {
    const found = new Set<string>();
    const factor = fc.constantFrom(0.9, 0.96, 0.98, 1, 1.01, 1.02, 1.04, 1.1);
    const relative = fc.constantFrom(0, 0.001, 0.008, 0.01, 0.02, 0.05, 0.3);
    fc.assert(
      fc.property(
        fc.tuple(factor, relative),
        fc.nat(50),
        fc.boolean(),
        ([times, margin], seed, isDifference) => {
          const change = isDifference
            ? withBootUs(({ samples }) => (samples['boot.guest'] ?? 0) - 62_000)
            : {};
          const run = twoArms({ blockCount: 12, factor: times, seed, ...change });
          const level = isDifference ? 62_000 : 1;
          const isRatio = headline(compare(run)).scale === 'ratio';
          const at = (size: number): Partial<ComparisonPolicy> => ({
            marginOf: () => (isRatio ? { relative: size, absolute: 0 } : { relative: 0, absolute: size }),
          });
          const { verdict, flips } = headline(compare(run, at(margin * level)));
          expect(flips.length).toBeGreaterThan(0);
          for (const flip of flips) {
            const [, sizes, alpha, other] = flipText.exec(flip) ?? [];
            found.add(`${verdict} to ${other ?? flip}`);
            if (alpha !== undefined) {
              const changed = headline(compare(run, { ...at(margin * level), alpha: Number(alpha) }));
              expect([flip, changed.verdict]).toEqual([flip, other]);
            }
            for (const size of sizes?.match(/[\d.e-]+/g) ?? []) {
              const changed = headline(compare(run, at(Number(size) / (isRatio ? 100 : 1))));
              expect([flip, changed.verdict]).toEqual([flip, other]);
            }
          }
        },
      ),
      { numRuns: 60, seed: 1 },
    );
    expect([...found].toSorted()).toEqual(
      expect.arrayContaining([
        'equivalent to inconclusive',
        'equivalent to regressed',
        'improved to equivalent',
        'inconclusive to equivalent',
        'inconclusive to regressed',
        'regressed to equivalent',
        'regressed to inconclusive',
      ]),
    );
  });

  it('would see what is called with 80 % beside all others of its family', () => {
    const familyOf = (count: number): Comparison => {
      const metrics = Array.from({ length: count }, (_, index) => aMetric({ id: `m.x${index}` }));
      const run = twoArms({
        manifest: { benchmarks: [aBenchmark({ headline: 'm.x0', metrics })] },
        change: (trial) => ({
          ...trial,
          samples: Object.fromEntries(metrics.map(({ id }) => [id, trial.samples['boot.guest'] ?? NaN])),
        }),
      });
      return headline(
        compare(run, {
          isGated: ({ metric }) => metric.id.startsWith('m.'),
          marginOf: () => ({ relative: 0, absolute: 0 }),
        }),
      );
    };
    const [alone, ofForty] = [1, 40].map((count) => Math.log(familyOf(count).detectable ?? NaN));
    // The quantiles of 1 - 0.05/2 and 1 - 0.05/80, and that of 80 %.
    expect((ofForty ?? NaN) / (alone ?? NaN)).toBeCloseTo((3.2272 + 0.8416) / (1.96 + 0.8416), 3);
  });

  it('asks for more trials where a metric has few values of many trials', () => {
    const sparse = aMetric({ id: 's.sparse' });
    const run = twoArms({
      blockCount: 60,
      factor: 1.02,
      manifest: { benchmarks: [aBenchmark({ metrics: [aMetric(), sparse] })] },
      change: (trial) =>
        trial.block % 6 === 0
          ? { ...trial, samples: { ...trial.samples, 's.sparse': trial.samples['boot.guest'] ?? NaN } }
          : trial,
    });
    const few = { ...run, trials: run.trials.filter(({ block }) => block % 6 === 0) };
    const options = { isGated: ({ metric }: { metric: { id: string } }) => metric.id === 's.sparse' };
    const [ofMany, ofFew] = [run, few].map((each) => headline(compare(each, options)));
    expect([ofMany?.verdict, ofMany?.base.count]).toEqual(['inconclusive', 20]);
    const [more = NaN, fewer = NaN] = [ofMany?.more?.trials, ofFew?.more?.trials];
    expect(fewer).toBeGreaterThan(1);
    expect(more / fewer).toBe(6);
  });

  it('goes by the shape of most blocks when it asks for more', () => {
    const run = twoArms({ blockCount: 3, factor: 3 });
    const lost = ['base', 'candidate'].map((arm) => run.trials.find(({ armId }) => armId === arm)?.trialId);
    const trials = run.trials.filter(({ trialId }) => !lost.includes(trialId));
    const [whole, odd] = [run, { ...run, trials }].map((each) => headline(compare(each, { alpha: 0.0001 })));
    // Six blocks of two trials an arm are needed, not 15 of one.
    expect([whole?.more?.trials, odd?.more?.trials]).toEqual([6, 7]);
  });
});

/** Its margins and the unit, or its α, and the verdict that it names. */
const flipText =
  /^an? (?:margin of ([\d.e-]+(?: \S+)?(?: to [\d.e-]+(?: \S+)?)?)|α of ([\d.e-]+) or less)(?: or (?:more|less))? would make it (\w+)$/;

const missedLines = aMetric({ id: 'noise.missed_log_lines', unit: 'count', kind: 'count' });

/** @param change of the trials of the second */
function twoRuns(
  changes: Partial<RunManifest>,
  change: TwoArmOptions['change'] = (trial) => trial,
): readonly [{ label: string; runs: RunRecords[] }, { label: string; runs: RunRecords[] }] {
  const [first, other] = [1, 2].map((seed) =>
    aTwoArmRun({
      blockCount: 12,
      factor: 1,
      seed,
      armIds: ['base'],
      manifest: { runId: `run-${seed}`, ...(seed === 2 ? changes : {}) },
      ...(seed === 2 ? { change } : {}),
    }),
  );
  if (first === undefined || other === undefined) throw new Error('two runs are needed');
  return [
    { label: 'first', runs: [first] },
    { label: 'other', runs: [other] },
  ];
}
