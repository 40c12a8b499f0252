import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wrapText } from '../../../src/report/wrap-text.ts';

describe('wrapText()', () => {
  it.each([
    ['one two three', 7, 'one two\n  three'],
    ['one', 3, 'one'],
    ['abcdefgh ij', 5, 'abcde\n  fgh\n  ij'],
    ['', 5, ''],
  ])('breaks %j at %i', (text, width, expected) => {
    expect(wrapText(text, width, '  ')).toBe(expected);
  });

  it('keeps to the width and to every letter', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z ]{0,60}$/), fc.integer({ min: 4, max: 30 }), (text, width) => {
        const lines = wrapText(text, width, '  ').split('\n');
        expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(width);
        expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
      }),
    );
  });
});
