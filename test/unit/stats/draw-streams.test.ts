import { describe, expect, it } from 'vitest';
import { createDrawStreams } from '../../../src/stats/draw-streams.ts';
import { createRandom } from '../../../src/stats/random.ts';

describe('createDrawStreams()', () => {
  it('gives each place the same numbers, in whatever order the places are asked for', () => {
    const [one, other] = [1, 1].map((seed) => createDrawStreams({ random: createRandom(seed), draws: 50 }));
    const last = one?.at(3);
    const first = one?.at(0);
    expect(other?.at(0)).toEqual(first);
    expect(other?.at(3)).toEqual(last);
    expect(last).not.toEqual(first);
    expect(one?.at(3)).toBe(last);
  });

  it('draws every number below a bound about as often as the others', () => {
    const streams = createDrawStreams({ random: createRandom(2), draws: 60_000 });
    const counts = Array<number>(6).fill(0);
    for (const drawn of streams.below(0, 6)) counts[drawn] = (counts[drawn] ?? NaN) + 1;
    expect(counts).toHaveLength(6);
    // Within five standard deviations of 10 000.
    for (const count of counts)
      expect(Math.abs(count - 10_000)).toBeLessThan(5 * Math.sqrt(60_000 * (5 / 36)));
    expect(streams.below(0, 6)).toBe(streams.below(0, 6));
  });
});
