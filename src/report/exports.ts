import type { RunAnalysis } from '../model/analysis.ts';
import type { ExportFormat } from './export-formats.ts';
import { toBencher } from './exports/bencher.ts';
import { toBenchstat } from './exports/benchstat.ts';
import { toBiggerIsBetter, toSmallerIsBetter } from './exports/github-action-benchmark.ts';
import { toJsonWithSamples } from './exports/json-with-samples.ts';
import { toLongCsv } from './exports/long-csv.ts';
import { toOpenMetrics } from './exports/openmetrics.ts';

/** Makes the one document of a format from a run. */
export type Export = (analysis: RunAnalysis) => string;

/** All formats of `export`. A new one is a new file, its name in `exportFormats` and a line here. */
export const exports: Readonly<Record<ExportFormat, Export>> = {
  'long-csv': toLongCsv,
  json: toJsonWithSamples,
  benchstat: toBenchstat,
  bencher: toBencher,
  'github-action-benchmark': toSmallerIsBetter,
  'github-action-benchmark-bigger': toBiggerIsBetter,
  openmetrics: toOpenMetrics,
};
