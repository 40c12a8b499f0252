import type { BenchmarkFacts } from '../../model/run.ts';
import type { BenchmarkView } from '../benchmark-view.ts';
import type { ChartPanel, ChartSpec } from '../render-charts.ts';
import { chartConfig, theme } from './theme.ts';

/** One picture as data. A pure function of the view: nothing in it depends on when or where it is made. */
export interface Chart {
  /** Also the file's name: letters, digits, hyphens and dots. */
  readonly id: string;
  readonly title: string;
  readonly spec: ChartSpec;
  /** What the picture shows with its numbers, for those who do not see it. */
  readonly altText: string;
  /** How to read it and what the stopwatch covers, for the caption. */
  readonly sentence: string;
}

/** Draws one chart of one benchmark, or nothing where no trial gave what it shows. */
export type MakeChart = (view: BenchmarkView) => Chart | undefined;

/** What stands above the panels, and what is said of the whole. */
export interface ChartHead {
  readonly title: string;
  readonly subtitle: string;
  readonly altText: string;
  /** Whether a colour means the same in every panel. */
  readonly colors: 'shared' | 'independent';
}

/** A whole specification of panels one above the other. Version 6 is what the installed Vega-Lite compiles. */
export function composeSpec(head: ChartHead, panels: readonly ChartPanel[]): ChartSpec {
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    description: head.altText,
    title: { text: head.title, subtitle: head.subtitle },
    background: theme.paper.light,
    config: chartConfig(),
    spacing: 8,
    vconcat: [...panels],
    resolve: { scale: { color: head.colors, strokeDash: head.colors } },
  };
}

/**
 * A chart's id: the benchmark's with what is drawn. A benchmark id from a foreign run folder may hold anything, and the
 * id becomes a path, so all but letters, digits, hyphens and underscores turn into hyphens, and a long one is cut.
 */
export function chartId(benchmarkId: string, kind: string): string {
  return `${benchmarkId.replaceAll(/[^A-Za-z0-9_-]+/g, '-').slice(0, 120)}-${kind}`;
}

/** What the headline's stopwatch covers, as the benchmark says it. */
export function stopwatchSentence({ headline, timedSpan }: BenchmarkFacts): string {
  return `Stopwatch of ${headline}: ${timedSpan.replace(/\.$/, '')}.`;
}
