import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { axisPositionPx, paddedDomain } from '../../../../src/report/charts/axis-domain.ts';

describe('paddedDomain()', () => {
  it('leaves a share of the stretch free on both sides', () => {
    expect(paddedDomain([30, 10, 20], 0.05)).toEqual([9, 31]);
  });

  it('holds every value on an axis of some length', () => {
    const values = fc.array(fc.double({ min: -1e9, max: 1e9, noNaN: true }), { minLength: 1 });
    fc.assert(
      fc.property(values, (numbers) => {
        const domain = paddedDomain(numbers, 0.03);
        expect(domain[1]).toBeGreaterThan(domain[0]);
        for (const number of numbers) {
          const positionPx = axisPositionPx(number, domain, 600);
          expect(positionPx).toBeGreaterThanOrEqual(0);
          expect(positionPx).toBeLessThanOrEqual(600);
        }
      }),
    );
  });
});
