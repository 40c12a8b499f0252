import type { Exporter } from '../model/report.ts';
import type { DrawCharts } from './draw-charts.ts';

/** `charts/<id>.vl.json`, the specification with its data, and `charts/<id>.svg`, in light colours on white. */
export function chartsExporter(draw: DrawCharts): Exporter {
  return {
    id: 'charts',
    async export(report) {
      const charts = await draw(report);
      return charts.flatMap(({ id, spec, svg }) => [
        { path: `charts/${id}.vl.json`, content: `${JSON.stringify(spec, undefined, 2)}\n` },
        { path: `charts/${id}.svg`, content: `${svg}\n` },
      ]);
    },
  };
}
