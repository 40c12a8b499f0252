import { describe, expect, it } from 'vitest';
import { reportOfRun } from '../../../src/analysis/analyse-report.ts';
import { analyseRecords } from '../../../src/analysis/analyse-run.ts';
import { formatScaled } from '../../../src/model/format-number.ts';
import { z } from '../../../src/model/schema.ts';
import { summaryCsv } from '../../../src/report/csv.ts';
import { renderHtml } from '../../../src/report/html.ts';
import { summaryJson } from '../../../src/report/json.ts';
import { metricScale } from '../../../src/report/metric-scale.ts';
import { reportMarkdown } from '../../../src/report/report-markdown.ts';
import { formatRun } from '../../../src/report/show-text.ts';
import { aReportRun } from './a-report-run.ts';

const analysis = analyseRecords(aReportRun());
const report = reportOfRun(analysis);

/** In the metric's unit. */
interface Headline {
  readonly median: number;
  readonly lower: number;
  readonly upper: number;
}

const jsonSchema = z.object({
  cases: z.array(
    z.object({
      headline: z.string(),
      arms: z.array(
        z.object({
          metrics: z.array(
            z.object({
              metric: z.string(),
              median: z.number(),
              medianInterval: z.object({ value: z.object({ lower: z.number(), upper: z.number() }) }),
            }),
          ),
        }),
      ),
    }),
  ),
});

function ofJson(): readonly Headline[] {
  const { cases } = jsonSchema.parse(JSON.parse(summaryJson(report)));
  return cases.flatMap(({ headline, arms }) =>
    arms.flatMap(({ metrics }) =>
      metrics
        .filter(({ metric }) => metric === headline)
        .map(({ median, medianInterval: { value } }) => ({ median, lower: value.lower, upper: value.upper })),
    ),
  );
}

function ofCsv(): readonly Headline[] {
  // None of this run's cells but a case's id, which stands before what is looked for, has a comma.
  const [header = [], ...rows] = summaryCsv(report)
    .trimEnd()
    .split('\n')
    .map((line) => line.replaceAll(/"[^"]*"/g, 'quoted').split(','));
  const cell = (row: readonly string[], name: string): string => row[header.indexOf(name)] ?? '';
  return rows
    .filter((row) => cell(row, 'metric') === 'boot.guest')
    .map((row) => ({
      median: Number(cell(row, 'median')),
      lower: Number(cell(row, 'median_lower')),
      upper: Number(cell(row, 'median_upper')),
    }));
}

/** "16.12 ms 15.90–16.40" of each headline, as the forms for people print it. */
function printed(text: string, pattern: RegExp): readonly string[] {
  return [...text.matchAll(pattern)].map(([, median = '', interval = '']) => `${median} ${interval}`);
}

/** The same from the values by the one formatter. */
function expected(headlines: readonly Headline[]): readonly string[] {
  const summaries = analysis.cases.flatMap(({ headline, arms }) =>
    arms.flatMap(({ metrics }) => metrics.filter(({ metric }) => metric.id === headline)),
  );
  const [first] = summaries;
  if (first === undefined) throw new Error('the run has no headline');
  const scale = metricScale(summaries, first.metric);
  return headlines.map(({ median, lower, upper }) => {
    const [middle, from, to] = [median, lower, upper].map((value) => formatScaled(value, scale));
    return `${middle ?? ''} ${from ?? ''}–${to ?? ''}`;
  });
}

describe('the forms of one report', () => {
  it('carry the same values in the files for programs', () => {
    expect(ofCsv()).toHaveLength(4);
    expect(ofCsv()).toEqual(ofJson());
  });

  const wanted = expected(ofJson());

  it('print them with the same digits on the page', () => {
    const page = renderHtml(report, [], { isInteractive: false });
    const sentences = /median <b>([\d.]+) ms<\/b>, 95 % interval ([\d.]+–[\d.]+) ms/g;
    expect(printed(page, sentences)).toEqual(wanted);
    const cells =
      /key">\s*<data value="[^"]*">([\d.]+)<\/data>\s*<\/td>\s*<td class="number">([\d.]+–[\d.]+)</g;
    expect(printed(page, cells).slice(0, wanted.length)).toEqual(wanted);
  });

  it('print them with the same digits in Markdown', () => {
    const markdown = reportMarkdown(report, []);
    expect(printed(markdown, /median \*\*([\d.]+) ms\*\*, 95 % interval ([\d.]+–[\d.]+) ms/g)).toEqual(
      wanted,
    );
    const table = markdown.slice(markdown.indexOf('**boot.guest** in ms'));
    const cells = /^\| \S+ \S+ +\| +\d+ of \d+ \| +\d+ \| +([\d.]+) \| +([\d.]+–[\d.]+) \|/gm;
    expect(printed(table, cells).slice(0, wanted.length)).toEqual(wanted);
  });

  it('print them with the same digits on a terminal', () => {
    const rows = /^\| boot\.guest +\|.* ([\d.]+) ms \| +([\d.]+–[\d.]+) \|$/gm;
    expect(printed(formatRun(analysis, 100), rows)).toEqual(wanted);
  });
});
