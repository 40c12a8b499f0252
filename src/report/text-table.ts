import { markdownTable } from 'markdown-table';
import { plainLine } from './plain-text.ts';

/** A table as text. */
export interface TextTable {
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly align: readonly ('l' | 'r')[];
}

/** A Markdown table that also reads well in a terminal. Its cells must be made by `fitCell` where they hold names. */
export function formatTextTable({ header, rows, align }: TextTable): string {
  return markdownTable([[...header], ...rows.map((row) => [...row])], { align: [...align] });
}

/** A name as a Markdown cell: no control characters, what Markdown would obey escaped, cut to the width. */
export function fitCell(text: string, width = Infinity): string {
  const characters = Array.from(plainLine(text), (character) => character.replace(/[\\|<`[*]/, '\\$&'));
  const whole = characters.join('');
  if (whole.length <= width) return whole;
  let cut = '';
  for (const character of characters) {
    if (cut.length + character.length > width - 1) break;
    cut += character;
  }
  return `${cut}…`;
}
