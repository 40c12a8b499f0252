import { describe, expect, it } from 'vitest';
import { formatDurationMs, parseDurationMs } from '../../../src/base/units.ts';

describe('parseDurationMs()', () => {
  it.each([
    ['250ms', 250],
    ['30s', 30_000],
    ['1.5 s', 1500],
    ['2min', 120_000],
    ['1h', 3_600_000],
  ])('reads %s', (text, expected) => {
    expect(parseDurationMs(text)).toBe(expected);
  });

  it.each(['30', '', 's', '-1s', '1 day', '1e3s', 'NaNs', '1constructor'])('refuses "%s"', (text) => {
    expect(() => parseDurationMs(text)).toThrow(expect.objectContaining({ code: 'USAGE' }));
  });
});

describe('formatDurationMs()', () => {
  it('chooses the unit by the length', () => {
    expect([12, 1234, 90_000, 600_000].map(formatDurationMs)).toEqual(['12 ms', '1.2 s', '2 min', '10 min']);
  });
});
