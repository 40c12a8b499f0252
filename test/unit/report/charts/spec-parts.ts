import type { Chart } from '../../../../src/report/charts/chart.ts';

type Row = Readonly<Record<string, unknown>>;

/** The panels of a chart, from top to bottom. */
export function panelsOf(chart: Chart | undefined): readonly object[] {
  const spec: object = chart?.spec ?? {};
  if (!('vconcat' in spec) || !Array.isArray(spec.vconcat)) return [];
  return spec.vconcat.filter((panel: unknown) => typeof panel === 'object' && panel !== null);
}

/** The layers of a panel. */
export function layersOf(panel: object | undefined): readonly object[] {
  if (panel === undefined || !('layer' in panel) || !Array.isArray(panel.layer)) return [];
  return panel.layer.filter((layer: unknown) => typeof layer === 'object' && layer !== null);
}

/** The data of a panel or a layer, as it stands in the specification. */
export function rowsOf(part: object | undefined): readonly Row[] {
  if (part === undefined || !('data' in part)) return [];
  const { data } = part;
  if (typeof data !== 'object' || data === null || !('values' in data) || !Array.isArray(data.values))
    return [];
  return data.values.filter((row: unknown): row is Row => typeof row === 'object' && row !== null);
}
