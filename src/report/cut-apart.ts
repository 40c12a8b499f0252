import { cellCharacters, takeWidth } from './markdown.ts';

type Cut = (characters: readonly string[], width: number) => string;

/**
 * Cuts the names of a column to a width as Markdown cells, so that different names stay different: their ends, else their
 * middles, else what all of them begin with, and where nothing else tells them apart, with a number.
 */
export function cutApart(names: readonly string[], width: number): ReadonlyMap<string, string> {
  const distinct = [...new Set(names)];
  const cells = distinct.map(cellCharacters);
  const wholes = new Set(cells.map((cell) => cell.join('')));
  const common = commonLength(cells.filter((cell) => cell.join('').length > width));
  const withoutCommon: Cut = (cell, room) => cutMiddle(['…', ...cell.slice(common)], room);
  for (const cut of [cutEnd, cutMiddle, withoutCommon]) {
    const fitted = cells.map((cell) => (cell.join('').length <= width ? cell.join('') : cut(cell, width)));
    if (new Set(fitted).size === wholes.size) return pair(distinct, fitted);
  }
  const numbered = cells.map((cell, index) => {
    const mark = `…${index + 1}`;
    return cell.join('').length <= width ? cell.join('') : `${takeWidth(cell, width - mark.length)}${mark}`;
  });
  return pair(distinct, numbered);
}

function pair(names: readonly string[], cells: readonly string[]): ReadonlyMap<string, string> {
  return new Map(names.map((name, index) => [name, cells[index] ?? '']));
}

function cutEnd(cell: readonly string[], width: number): string {
  return `${takeWidth(cell, width - 1)}…`;
}

function cutMiddle(cell: readonly string[], width: number): string {
  if (cell.join('').length <= width) return cell.join('');
  const tail = Math.floor((width - 1) / 2);
  let end = '';
  for (const character of cell.toReversed()) {
    if (end.length + character.length > tail) break;
    end = `${character}${end}`;
  }
  return `${takeWidth(cell, width - 1 - tail)}…${end}`;
}

/** How many characters all of them begin with. */
function commonLength(cells: readonly (readonly string[])[]): number {
  const [first = [], ...others] = cells;
  const differs = first.findIndex((character, index) => others.some((cell) => cell[index] !== character));
  return differs === -1 ? 0 : differs;
}
