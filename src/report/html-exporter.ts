import type { Exporter } from '../model/report.ts';
import type { DrawCharts } from './draw-charts.ts';
import { renderHtml } from './html.ts';

/** `report.html`, with the charts in it. */
export function htmlExporter(draw: DrawCharts): Exporter {
  return {
    id: 'html',
    async export(report) {
      return [{ path: 'report.html', content: renderHtml(report, await draw(report)) }];
    },
  };
}
