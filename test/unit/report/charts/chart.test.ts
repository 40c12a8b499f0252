import { describe, expect, it } from 'vitest';
import { chartId } from '../../../../src/report/charts/chart.ts';

describe('chartId()', () => {
  it.each([
    ['boot-time', 'boot-time-ecdf'],
    ['../../etc/passwd', '-etc-passwd-ecdf'],
    ['W'.repeat(300), `${'W'.repeat(120)}-ecdf`],
  ])('makes of %s the name of a file', (benchmarkId, id) => {
    expect(chartId(benchmarkId, 'ecdf')).toBe(id);
  });
});
