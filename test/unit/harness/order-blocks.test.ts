import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { orderBlocks, type OrderInput } from '../../../src/harness/order-blocks.ts';

const input: OrderInput = {
  caseIds: ['a', 'b', 'c'],
  armIds: ['base'],
  seed: 7,
  trialsPerCase: 5,
  warmupsPerCase: 1,
};

const inputs: fc.Arbitrary<OrderInput> = fc.record({
  caseIds: fc.uniqueArray(fc.string({ minLength: 1 }), { minLength: 1, maxLength: 6 }),
  armIds: fc.uniqueArray(fc.string({ minLength: 1 }), { minLength: 1, maxLength: 4 }),
  seed: fc.nat(),
  trialsPerCase: fc.integer({ min: 1, max: 9 }),
  warmupsPerCase: fc.integer({ min: 0, max: 3 }),
});

describe('orderBlocks()', () => {
  it('gives every case and arm its trials, warm-ups first', () => {
    fc.assert(
      fc.property(inputs, (each) => {
        const blocks = orderBlocks(each);
        for (const caseId of each.caseIds) {
          for (const armId of each.armIds) {
            const own = blocks
              .flatMap(({ trials }) => trials)
              .filter((trial) => trial.caseId === caseId && trial.armId === armId);
            expect(own.filter(({ isWarmup }) => isWarmup)).toHaveLength(each.warmupsPerCase);
            expect(own.filter(({ isWarmup }) => !isWarmup)).toHaveLength(each.trialsPerCase);
          }
        }
        const firstMeasured = blocks.findIndex(({ isWarmup }) => !isWarmup);
        expect(blocks.slice(firstMeasured).some(({ isWarmup }) => isWarmup)).toBe(false);
      }),
    );
  });

  it('holds every arm equally often in a block, two times each unless it is the last', () => {
    fc.assert(
      fc.property(inputs, (each) => {
        for (const { trials } of orderBlocks(each)) {
          const counts = each.armIds.map((armId) => trials.filter((trial) => trial.armId === armId).length);
          expect(new Set(counts).size).toBe(1);
          expect(counts[0]).toBeLessThanOrEqual(2);
        }
      }),
    );
  });

  it('visits every case once a round', () => {
    const caseIds = orderBlocks(input).map(({ caseId }) => caseId);
    for (let start = 0; start < caseIds.length; start += 3) {
      expect([...caseIds.slice(start, start + 3)].sort()).toEqual(['a', 'b', 'c']);
    }
  });

  it('is the same for the same seed and another for another', () => {
    const many = { ...input, trialsPerCase: 40 };
    expect(orderBlocks(many)).toEqual(orderBlocks(many));
    expect(orderBlocks(many)).not.toEqual(orderBlocks({ ...many, seed: 8 }));
  });

  it('numbers trials in the order in which they run', () => {
    const ids = orderBlocks(input).flatMap(({ trials }) => trials.map(({ id }) => id));
    expect(ids).toEqual([...ids].sort());
    expect(ids[0]).toBe('t0001');
  });
});
