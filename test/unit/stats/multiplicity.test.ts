import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { benjaminiHochberg, benjaminiYekutieli, holm } from '../../../src/stats/multiplicity.ts';

interface KnownFamily {
  readonly ps: readonly number[];
  readonly holm: readonly number[];
  readonly bh: readonly number[];
}

const knownFamilies: readonly KnownFamily[] = [
  { ps: [0.01, 0.04, 0.03, 0.005], holm: [0.03, 0.06, 0.06, 0.02], bh: [0.02, 0.04, 0.04, 0.02] },
  { ps: [0.01, 0.011], holm: [0.02, 0.02], bh: [0.011, 0.011] },
  { ps: [0.02, 0.02, 0.02], holm: [0.06, 0.06, 0.06], bh: [0.02, 0.02, 0.02] },
  {
    ps: [0.001, 0.008, 0.039, 0.041, 0.9],
    holm: [0.005, 0.032, 0.117, 0.117, 0.9],
    bh: [0.005, 0.02, 0.05125, 0.05125, 0.9],
  },
  {
    // The example of Benjamini and Hochberg's paper of 1995.
    ps: [
      0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262, 0.5719, 0.6528,
      0.759, 1,
    ],
    holm: [0.0015, 0.0056, 0.0247, 0.114, 0.2211, 0.278, 0.278, 0.278, 0.3213, 1, 1, 1, 1, 1, 1],
    bh: [
      0.0015, 0.003, 0.0095, 0.035625, 0.0603, 0.06385714, 0.06385714, 0.0645, 0.0765, 0.486, 0.58118182,
      0.714875, 0.75323077, 0.81321429, 1,
    ],
  },
];

function expectClose(actual: readonly number[], expected: readonly number[], digits: number): void {
  expect(actual).toHaveLength(expected.length);
  for (const [index, value] of expected.entries()) expect(actual[index]).toBeCloseTo(value, digits);
}

const families = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 30 });
const procedures = [
  ['holm()', holm],
  ['benjaminiHochberg()', benjaminiHochberg],
  ['benjaminiYekutieli()', benjaminiYekutieli],
] as const;

describe('adjusted p-values', () => {
  it.each(knownFamilies)('holm() gives the known values of $ps', ({ ps, holm: expected }) => {
    expectClose(holm(ps), expected, 10);
  });

  it.each(knownFamilies)('benjaminiHochberg() gives the known values of $ps', ({ ps, bh }) => {
    expectClose(benjaminiHochberg(ps), bh, 8);
  });

  it('benjaminiYekutieli() gives the known values', () => {
    expectClose(
      benjaminiYekutieli([0.01, 0.04, 0.03, 0.005]),
      [0.0416667, 0.0833333, 0.0833333, 0.0416667],
      7,
    );
  });

  it.each(procedures)('%s stays between p and one and keeps the order of the ps', (_, adjust) => {
    fc.assert(
      fc.property(families, (ps) => {
        const pairs = adjust(ps).map((adjusted, index) => ({ adjusted, p: ps[index] ?? NaN }));
        for (const { adjusted, p } of pairs) {
          expect(adjusted).toBeGreaterThanOrEqual(p * (1 - 1e-15));
          expect(adjusted).toBeLessThanOrEqual(1);
        }
        const byP = pairs.sort((one, other) => one.p - other.p).map(({ adjusted }) => adjusted);
        expect(byP).toEqual([...byP].sort((one, other) => one - other));
      }),
    );
  });

  it.each(procedures)('%s does not depend on the order of the input', (_, adjust) => {
    fc.assert(
      fc.property(families, (ps) => {
        expect([...adjust([...ps].reverse())].reverse()).toEqual(adjust(ps));
      }),
    );
  });

  it('benjaminiHochberg() is at most holm() and at most benjaminiYekutieli()', () => {
    fc.assert(
      fc.property(families, (ps) => {
        const [ofHolm, ofYekutieli] = [holm(ps), benjaminiYekutieli(ps)];
        for (const [index, adjusted] of benjaminiHochberg(ps).entries()) {
          expect(adjusted).toBeLessThanOrEqual((ofHolm[index] ?? NaN) * (1 + 1e-15));
          expect(adjusted).toBeLessThanOrEqual((ofYekutieli[index] ?? NaN) * (1 + 1e-15));
        }
      }),
    );
  });

  it.each(procedures)('%s of no tests is none, of one test its p', (_, adjust) => {
    expect(adjust([])).toEqual([]);
    expect(adjust([0.04])).toEqual([0.04]);
  });

  it.each([-0.1, 1.1, NaN])('refuse %d', (p) => {
    expect(() => holm([0.5, p])).toThrow(`Cannot adjust p-values: ${String(p)} is none`);
    expect(() => benjaminiHochberg([0.5, p])).toThrow(expect.objectContaining({ code: 'SAMPLE_INVALID' }));
  });
});
