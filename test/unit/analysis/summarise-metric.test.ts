import { describe, expect, it } from 'vitest';
import { summariseMetric } from '../../../src/analysis/summarise-metric.ts';
import { aMetric } from '../builders.ts';
import { boot20 } from '../stats/reference-samples.ts';

const metric = aMetric({ unit: 'ms' });
const near = (value: number): unknown => expect.closeTo(value, 8);

/** 1 to n. */
function upTo(count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => index + 1);
}

describe('summariseMetric()', () => {
  it('gives the known statistics of BOOT20', () => {
    expect(summariseMetric(metric, boot20)).toEqual({
      metric,
      count: 20,
      median: near(122.15),
      medianInterval: { kind: 'value', value: { lower: 120.1, upper: 126.3, coverage: near(0.95861053) } },
      mean: near(132.81),
      sd: near(30.297835601),
      mad: near(2.5),
      min: 118.2,
      max: 243.9,
      p90: { kind: 'too-few', neededCount: 36 },
      p95: { kind: 'too-few', neededCount: 72 },
      p99: { kind: 'too-few', neededCount: 368 },
    });
  });

  it('has no spread and no interval of one value', () => {
    expect(summariseMetric(metric, [7])).toEqual({
      metric,
      count: 1,
      median: 7,
      medianInterval: { kind: 'too-few', neededCount: 6 },
      mean: 7,
      mad: 0,
      min: 7,
      max: 7,
      p90: { kind: 'too-few', neededCount: 36 },
      p95: { kind: 'too-few', neededCount: 72 },
      p99: { kind: 'too-few', neededCount: 368 },
    });
  });

  it.each([
    [5, 'too-few', 'too-few', 'too-few', 'too-few'],
    [6, 'value', 'too-few', 'too-few', 'too-few'],
    [35, 'value', 'too-few', 'too-few', 'too-few'],
    [36, 'value', 'value', 'too-few', 'too-few'],
    [72, 'value', 'value', 'value', 'too-few'],
    [367, 'value', 'value', 'value', 'too-few'],
    [368, 'value', 'value', 'value', 'value'],
  ])('of %d values shows median interval, p90, p95, p99: %s %s %s %s', (count, ...kinds) => {
    const { medianInterval, p90, p95, p99 } = summariseMetric(metric, upTo(count));
    expect([medianInterval, p90, p95, p99].map(({ kind }) => kind)).toEqual(kinds);
  });

  it('gives the tails by type 7', () => {
    const { p90, p95, p99 } = summariseMetric(metric, upTo(401));
    expect([p90, p95, p99]).toEqual([
      { kind: 'value', value: near(361) },
      { kind: 'value', value: near(381) },
      { kind: 'value', value: near(397) },
    ]);
  });
});
