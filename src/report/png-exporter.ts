import type { Exporter } from '../model/report.ts';
import type { DrawCharts } from './draw-charts.ts';
import { loadPngRenderer } from './render-png.ts';

/** `charts/<id>.png`, each the picture of the `.svg` beside it. */
export function pngExporter(draw: DrawCharts): Exporter {
  return {
    id: 'png',
    async export(report) {
      const render = await loadPngRenderer();
      const charts = await draw(report);
      return charts.map(({ id, svg }) => ({ path: `charts/${id}.png`, content: render(svg) }));
    },
  };
}
