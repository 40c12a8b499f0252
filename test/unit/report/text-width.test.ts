import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { textWidthPx } from '../../../src/report/text-width.ts';

const regular = { sizePx: 1000, isBold: false };
const bold = { sizePx: 1000, isBold: true };

describe('textWidthPx()', () => {
  // Arial's published widths in thousandths of an em: A 667, i 222, 0 556, space 278; bold A 722.
  it.each([
    ['A', regular, 667],
    ['i', regular, 222],
    ['0', regular, 556],
    [' ', regular, 278],
    ['A', bold, 722],
    ['~', regular, 584],
    ['µ', regular, 576],
    ['ÿ', regular, 500],
    ['×', regular, 584],
    ['–', regular, 556],
    ['…', regular, 1000],
    ['≥', bold, 549],
    ['', regular, 0],
  ] as const)('knows the width of "%s"', (text, font, width) => {
    expect(textWidthPx(text, font)).toBe(width);
  });

  it('adds the characters up and follows the size', () => {
    expect(textWidthPx('Ai0', { sizePx: 10, isBold: false })).toBeCloseTo(14.45, 10);
  });

  it('counts a character that it does not know once, also outside the basic plane', () => {
    expect(textWidthPx('\u{1f980}', regular)).toBe(textWidthPx('д', regular));
  });

  it('gives every text a finite width that grows with it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.boolean(), (text, isBold) => {
        const width = textWidthPx(text, { sizePx: 11, isBold });
        expect(width).toBeGreaterThanOrEqual(0);
        expect(textWidthPx(`${text}x`, { sizePx: 11, isBold })).toBeGreaterThan(width);
      }),
    );
  });
});
