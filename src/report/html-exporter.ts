import type { Exporter } from '../model/report.ts';
import type { DrawCharts } from './draw-charts.ts';
import { renderHtml, type PageOptions } from './html.ts';

/** `report.html`, with the charts in it. */
export function htmlExporter(draw: DrawCharts, options: PageOptions): Exporter {
  return {
    id: 'html',
    async export(report) {
      return [{ path: 'report.html', content: renderHtml(report, await draw(report), options) }];
    },
  };
}
