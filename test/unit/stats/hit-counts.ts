import fc from 'fast-check';

/** Any share of up to 80 runs. */
export const hitCounts = fc
  .integer({ min: 1, max: 80 })
  .chain((count) => fc.record({ hits: fc.integer({ min: 0, max: count }), count: fc.constant(count) }));
