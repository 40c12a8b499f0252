import type { Exporter } from '../model/report.ts';
import type { DrawCharts } from './draw-charts.ts';
import { reportMarkdown } from './report-markdown.ts';

/** `report.md`, with links to the pictures in `charts/`. */
export function markdownExporter(draw: DrawCharts): Exporter {
  return {
    id: 'markdown',
    async export(report) {
      const charts = await draw(report);
      const linked = charts.map(({ id, viewIndex, altText, sentence, warnings }) => ({
        viewIndex,
        path: `charts/${id}.svg`,
        altText,
        caption: [sentence, ...warnings].join(' '),
      }));
      return [{ path: 'report.md', content: reportMarkdown(report, linked) }];
    },
  };
}
