import { markdownTable } from 'markdown-table';
import { plainLine } from './plain-text.ts';

/** A column to the left, or to the right as numbers are. */
export type ColumnAlign = 'l' | 'r';

/** A table of Markdown, padded so that it is one in a terminal too. Cells must be fit already. */
export function toMarkdownTable(rows: readonly (readonly string[])[], align: readonly ColumnAlign[]): string {
  return markdownTable(
    rows.map((row) => [...row]),
    { align: [...align] },
  );
}

/** A table whose header stands apart. */
export interface TextTable {
  readonly header: readonly string[];
  readonly align: readonly ColumnAlign[];
  readonly rows: readonly (readonly string[])[];
}

/** The same of a header and its rows. */
export function formatTextTable({ header, align, rows }: TextTable): string {
  return toMarkdownTable([header, ...rows], align);
}

/** What Markdown puts around and between cells: "| " and " |", and " | " between two. */
export function frameWidth(columnCount: number): number {
  return 3 * columnCount + 1;
}

/** A list of lines as they are; what is in them must be fit already. */
export function markdownList(lines: readonly string[]): string {
  return lines.map((line) => `- ${line}`).join('\n');
}

/** A list of texts, made fit. */
export function fitList(texts: readonly string[]): string {
  return markdownList(texts.map((text) => fitCell(text)));
}

/** A name as a Markdown cell: no control characters, what Markdown would obey escaped, cut to the width. */
export function fitCell(text: string, width = Infinity): string {
  const characters = cellCharacters(text);
  const whole = characters.join('');
  return whole.length <= width ? whole : `${takeWidth(characters, width - 1)}…`;
}

/** Characters of a cell, each with its escape. */
export function cellCharacters(text: string): readonly string[] {
  return Array.from(plainLine(text), (character) => character.replace(/[\\|<`[*]/, '\\$&'));
}

/** So many of the characters from the beginning on as have room. */
export function takeWidth(characters: readonly string[], width: number): string {
  let taken = '';
  for (const character of characters) {
    if (taken.length + character.length > width) break;
    taken += character;
  }
  return taken;
}
