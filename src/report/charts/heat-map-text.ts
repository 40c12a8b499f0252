import type { HeatCell } from './heat-map-panel.ts';

/** What stands at a point of one side or candidate. */
export type CellValue = Pick<HeatCell, 'value' | 'text' | 'note' | 'isDoubtful'>;

/** From where to where the values go, and of how many nothing can be concluded. */
export function findingText(told: readonly (CellValue & { readonly place: string })[]): string {
  const valued = told.flatMap((cell) => (cell.value === undefined ? [] : [{ ...cell, value: cell.value }]));
  const sorted = valued.toSorted((one, other) => one.value - other.value);
  const [least, most] = [sorted[0], sorted.at(-1)];
  if (least === undefined || most === undefined) return '';
  const doubtful = told.filter(({ isDoubtful }) => isDoubtful).length;
  const standing = doubtful === 0 ? '' : `; nothing can be concluded of ${doubtful} of ${told.length} points`;
  if (least.text === most.text) return `${least.text} at all of ${valued.length} points${standing}.`;
  return `From ${least.text} (${least.place}) to ${most.text} (${most.place})${standing}.`;
}

/** How to read a cell. */
export function readingText(isCompared: boolean): string {
  return isCompared
    ? 'A cell prints the change with its verdict; blue is less than the base, orange is more.'
    : 'A cell prints the median with the number of its trials; the darker the higher.';
}

/** Empty where all planes are drawn. */
export function hiddenText({ all, most }: { readonly all: number; readonly most: number }): string {
  return all > most ? ` Drawn are the first ${String(most)} of ${String(all)} planes.` : '';
}
