import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pairDifferences } from '../../../src/stats/pair-differences.ts';
import { createRandom } from '../../../src/stats/random.ts';

function listAll(base: readonly number[], candidate: readonly number[]): Float64Array {
  return Float64Array.from(candidate.flatMap((after) => base.map((before) => after - before))).sort();
}

/** Whether every rank, asked in an order that is not ascending, has the value that sorting gives it. */
function expectAll(base: readonly number[], candidate: readonly number[]): void {
  const all = listAll(base, candidate);
  const { count, at } = pairDifferences(base, candidate);
  expect(count).toBe(all.length);
  const step = 7919;
  for (let asked = 0; asked < count; asked += 1) {
    const index = (asked * step) % count;
    // −0 and 0 are one value.
    expect(at(index + 1) + 0).toBe((all[index] ?? NaN) + 0);
  }
}

describe('pairDifferences()', () => {
  it('finds the differences that sorting all of them finds', () => {
    const samples = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), {
      minLength: 1,
      maxLength: 30,
    });
    fc.assert(fc.property(samples, samples, expectAll));
  });

  it('finds them among many ties', () => {
    const samples = fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 20, maxLength: 60 });
    fc.assert(fc.property(samples, samples, expectAll), { numRuns: 30 });
  });

  it('finds them beside values that are far away', () => {
    const random = createRandom(3);
    const some = (count: number): readonly number[] =>
      Array.from(
        { length: count },
        (_, index) => (index % 9 === 0 ? 1e12 : 1) * random.nextInteger(1_000_000),
      );
    expectAll(some(70), some(43));
  });

  it.each([
    [[], [1], 'Cannot compute the shift: there are no samples'],
    [[1], [NaN], 'Cannot compute the shift: sample 0 is NaN'],
  ])('refuses %j and %j', (base, candidate, text) => {
    expect(() => pairDifferences(base, candidate)).toThrow(text);
  });
});
