import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stratifiedExceedanceTest } from '../../../src/stats/exceedance.ts';
import { fisherExact } from '../../../src/stats/fisher-exact.ts';
import { hitCounts } from './hit-counts.ts';

const smallStrata = fc.array(
  fc
    .record({
      baseFlags: fc.array(fc.boolean(), { maxLength: 3 }),
      candidateFlags: fc.array(fc.boolean(), { maxLength: 3 }),
    })
    .map(({ baseFlags, candidateFlags }) => ({
      base: { hits: baseFlags.filter(Boolean).length, count: baseFlags.length },
      candidate: { hits: candidateFlags.filter(Boolean).length, count: candidateFlags.length },
    })),
  { minLength: 1, maxLength: 3 },
);

type Strata = Parameters<typeof stratifiedExceedanceTest>[0];

/** How often each total of candidate hits comes up in all relabellings within all strata. */
function enumerateTotals(strata: Strata): ReadonlyMap<number, number> {
  let totals = new Map([[0, 1]]);
  for (const { base, candidate } of strata) {
    const size = base.count + candidate.count;
    const hits = base.hits + candidate.hits;
    const next = new Map<number, number>();
    for (let labels = 0; labels < 2 ** size; labels += 1) {
      const chosen = Array.from({ length: size }, (_, run) => ((labels >> run) & 1) === 1);
      if (chosen.filter(Boolean).length !== candidate.count) continue;
      const got = chosen.filter((isChosen, run) => isChosen && run < hits).length;
      for (const [total, ways] of totals) next.set(total + got, (next.get(total + got) ?? 0) + ways);
    }
    totals = next;
  }
  return totals;
}

describe('stratifiedExceedanceTest()', () => {
  it('gives the known answer of three blocks by hand', () => {
    // Each block deals one hit of 2 + 2 runs: the sum is Binomial(3, ½), and 3 is as likely as 0.
    const stratum = { base: { hits: 0, count: 2 }, candidate: { hits: 1, count: 2 } };
    const test = stratifiedExceedanceTest([stratum, stratum, stratum]);
    expect(test).toEqual({ p: 0.25, method: 'exact', observed: 3, expected: 1.5 });
  });

  it('equals fisherExact() with one stratum', () => {
    fc.assert(
      fc.property(hitCounts, hitCounts, (base, candidate) => {
        const { p, observed, expected } = stratifiedExceedanceTest([{ base, candidate }]);
        expect(p).toBeCloseTo(fisherExact(base, candidate), 12);
        expect(observed).toBe(candidate.hits);
        const share = candidate.count / (base.count + candidate.count);
        expect(expected).toBeCloseTo((base.hits + candidate.hits) * share, 9);
      }),
    );
  });

  it('equals the enumeration of all relabellings', () => {
    fc.assert(
      fc.property(smallStrata, (strata) => {
        const totals = enumerateTotals(strata);
        const { p, observed } = stratifiedExceedanceTest(strata);
        const waysOfObserved = totals.get(observed) ?? NaN;
        const all = [...totals.values()].reduce((sum, ways) => sum + ways, 0);
        const unlikely = [...totals.values()].filter((ways) => ways <= waysOfObserved);
        expect(p).toBeCloseTo(unlikely.reduce((sum, ways) => sum + ways, 0) / all, 12);
      }),
      { numRuns: 60 },
    );
  });

  it('is not fooled by strata that differ in how often anything exceeds', () => {
    // Within each stratum both arms have the same share; pooled, the candidate seems far worse.
    const strata = [
      { base: { hits: 1, count: 90 }, candidate: { hits: 0, count: 10 } },
      { base: { hits: 5, count: 10 }, candidate: { hits: 45, count: 90 } },
    ];
    expect(fisherExact({ hits: 6, count: 100 }, { hits: 45, count: 100 })).toBeLessThan(1e-9);
    expect(stratifiedExceedanceTest(strata).p).toBeGreaterThan(0.9);
  });

  it('passes over strata that tell nothing', () => {
    const telling = { base: { hits: 1, count: 20 }, candidate: { hits: 8, count: 20 } };
    const mute = [
      { base: { hits: 0, count: 4 }, candidate: { hits: 0, count: 4 } },
      { base: { hits: 4, count: 4 }, candidate: { hits: 4, count: 4 } },
      { base: { hits: 0, count: 0 }, candidate: { hits: 2, count: 4 } },
    ];
    expect(stratifiedExceedanceTest([telling, ...mute]).p).toBe(stratifiedExceedanceTest([telling]).p);
  });

  it('of nothing is 1', () => {
    expect(stratifiedExceedanceTest([])).toEqual({ p: 1, method: 'exact', observed: 0, expected: 0 });
  });
});
