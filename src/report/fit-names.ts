import { cutApart } from './cut-apart.ts';
import { fitCell, frameWidth } from './markdown.ts';

/** A table whose first two columns hold names, and the others what must not be cut. */
export interface NamedRows {
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/**
 * Cuts the two names of each row so that the longest line keeps to the width, and different names stay different; neither is cut
 * while it has half the room.
 */
export function fitNames({ header, rows }: NamedRows, width: number): readonly (readonly string[])[] {
  const whole = rows.map(([one = '', other = '', ...rest]) => [
    fitCell(one, Infinity),
    fitCell(other, Infinity),
    ...rest,
  ]);
  const widths = columnWidths({ header, rows: whole });
  const [first = 0, second = 0, ...others] = widths;
  const room = Math.max(0, width - frameWidth(header.length) - others.reduce((sum, each) => sum + each, 0));
  const firstWidth = Math.min(first, Math.max(Math.floor(room / 2), room - second));
  const firsts = cutApart(
    rows.map(([one = '']) => one),
    firstWidth,
  );
  const seconds = cutApart(
    rows.map(([, other = '']) => other),
    room - firstWidth,
  );
  return rows.map(([one = '', other = '', ...rest]) => [
    firsts.get(one) ?? '',
    seconds.get(other) ?? '',
    ...rest,
  ]);
}

/** The width of each column's widest cell, its header included. */
export function columnWidths({ header, rows }: NamedRows): readonly number[] {
  return header.map((title, column) =>
    rows.reduce((widest, row) => Math.max(widest, row[column]?.length ?? 0), title.length),
  );
}
