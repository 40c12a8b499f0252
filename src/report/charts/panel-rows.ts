import type { ChartPanel } from '../render-charts.ts';

/** Panels side by side, so many in a row. */
export function inRows(panels: readonly ChartPanel[], perRow: number): readonly ChartPanel[] {
  if (perRow <= 1) return panels;
  const rowCount = Math.ceil(panels.length / perRow);
  return Array.from({ length: rowCount }, (_, row) => ({
    spacing: 24,
    hconcat: panels.slice(row * perRow, (row + 1) * perRow),
  }));
}
