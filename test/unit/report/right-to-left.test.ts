import { describe, expect, it } from 'vitest';
import { isolateRightToLeft } from '../../../src/report/right-to-left.ts';

describe('isolateRightToLeft()', () => {
  it.each([
    ['boot time of bench-1, 12 ms', 'boot time of bench-1, 12 ms'],
    ['שלום: 12 of 20', '<bdi>שלום</bdi>: 12 of 20'],
    ['a שלום עולם 12', 'a <bdi>שלום עולם</bdi> 12'],
    ['שָׁלוֹם', '<bdi>שָׁלוֹם</bdi>'],
    ['مرحبا-عالم=1', '<bdi>مرحبا-عالم</bdi>=1'],
    ["'שלום' '20 עולם'", "'<bdi>שלום</bdi>' '20 <bdi>עולם</bdi>'"],
  ])('makes of %s: %s', (text, isolated) => {
    expect(isolateRightToLeft(text, 'bdi')).toBe(isolated);
  });

  it('does the same in pictures', () => {
    expect(isolateRightToLeft('שלום 1', 'tspan unicode-bidi="isolate"')).toBe(
      '<tspan unicode-bidi="isolate">שלום</tspan> 1',
    );
  });
});
