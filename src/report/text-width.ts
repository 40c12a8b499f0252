/*
 * Advance widths of Liberation Sans 1.07.4 in thousandths of an em, read from the font's hmtx table. Arial and
 * Helvetica have the same widths by design, so one table serves the whole font stack of the report.
 */

interface AdvanceWidths {
  /** U+0020 to U+007E. */
  readonly ascii: readonly number[];
  /** U+00A0 to U+00FF. */
  readonly latin1: readonly number[];
  /** In the order of `symbols`. */
  readonly symbols: readonly number[];
}

const symbols = '–—‘’“”•…−≤≥→σ';

const regular: AdvanceWidths = {
  ascii: [
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556,
    556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278,
    500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469,
    556, 333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500,
    278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
  ],
  latin1: [
    278, 333, 556, 556, 556, 556, 260, 556, 333, 737, 370, 556, 584, 333, 737, 552, 400, 549, 333, 333, 333,
    576, 537, 278, 333, 333, 365, 556, 834, 834, 834, 611, 667, 667, 667, 667, 667, 667, 1000, 722, 667, 667,
    667, 667, 278, 278, 278, 278, 722, 722, 778, 778, 778, 778, 778, 584, 778, 722, 722, 722, 722, 667, 667,
    611, 556, 556, 556, 556, 556, 556, 889, 500, 556, 556, 556, 556, 278, 278, 278, 278, 556, 556, 556, 556,
    556, 556, 556, 549, 611, 556, 556, 556, 556, 500, 556, 500,
  ],
  symbols: [556, 1000, 222, 222, 333, 333, 350, 1000, 584, 549, 549, 1000, 617],
};

const bold: AdvanceWidths = {
  ascii: [
    278, 333, 474, 556, 556, 889, 722, 238, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556,
    556, 556, 556, 556, 556, 333, 333, 584, 584, 584, 611, 975, 722, 722, 722, 722, 667, 611, 778, 722, 278,
    556, 722, 611, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 333, 278, 333, 584,
    556, 333, 556, 611, 556, 611, 556, 333, 611, 611, 278, 278, 556, 278, 889, 611, 611, 611, 611, 389, 556,
    333, 611, 556, 778, 556, 556, 500, 389, 280, 389, 584,
  ],
  latin1: [
    278, 333, 556, 556, 556, 556, 280, 556, 333, 737, 370, 556, 584, 333, 737, 552, 400, 549, 333, 333, 333,
    576, 556, 278, 333, 333, 365, 556, 834, 834, 834, 611, 722, 722, 722, 722, 722, 722, 1000, 722, 667, 667,
    667, 667, 278, 278, 278, 278, 722, 722, 778, 778, 778, 778, 778, 584, 778, 722, 722, 722, 722, 667, 667,
    611, 556, 556, 556, 556, 556, 556, 889, 556, 556, 556, 556, 556, 278, 278, 278, 278, 611, 611, 611, 611,
    611, 611, 611, 549, 611, 611, 611, 611, 611, 556, 611, 556,
  ],
  symbols: [556, 1000, 278, 278, 500, 500, 350, 1000, 584, 549, 549, 1000, 684],
};

/** The mean lower-case letter is narrower; a label that is cut is worse than one that has room to spare. */
const otherCharacter = 600;

/** How a text is set. */
export interface TextFont {
  readonly sizePx: number;
  readonly isBold: boolean;
}

/**
 * Width in pixels of one line of text in Arial, Liberation Sans or Helvetica, without kerning. A character outside
 * Latin-1 and the few symbols of the reports counts as 0.6 em.
 */
export function textWidthPx(text: string, font: TextFont): number {
  const widths = font.isBold ? bold : regular;
  let total = 0;
  for (const character of text) total += advanceWidth(widths, character);
  return (total * font.sizePx) / 1000;
}

function advanceWidth(widths: AdvanceWidths, character: string): number {
  const code = character.codePointAt(0) ?? 0;
  const inLatin1 = widths.ascii[code - 0x20] ?? widths.latin1[code - 0xa0];
  return inLatin1 ?? widths.symbols[symbols.indexOf(character)] ?? otherCharacter;
}
