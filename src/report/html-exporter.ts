import type { Exporter } from '../model/analysis.ts';
import type { DrawCharts } from './draw-charts.ts';
import { renderHtml } from './html.ts';

/** `report.html`, with the charts in it. */
export function htmlExporter(draw: DrawCharts): Exporter {
  return {
    id: 'html',
    async export(analysis) {
      return [{ path: 'report.html', content: renderHtml(analysis, await draw(analysis)) }];
    },
  };
}
