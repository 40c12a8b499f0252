import { dirname, resolve, sep } from 'node:path';
import { writeFileAtomic } from '../base/atomic-file.ts';
import { BenchError } from '../base/errors.ts';
import { makeFolders } from '../base/make-folders.ts';
import type { Exporter, NamedFile, ReportAnalysis } from '../model/report.ts';
import { chartsExporter } from './charts-exporter.ts';
import { csvExporter } from './csv.ts';
import { drawOnce } from './draw-charts.ts';
import { htmlExporter } from './html-exporter.ts';
import { jsonExporter } from './json.ts';
import { markdownExporter } from './markdown-exporter.ts';
import { pngExporter } from './png-exporter.ts';

/** What can be written; `page` is what a run writes at its end. */
export type ReportFiles = 'page' | 'markdown' | 'csv' | 'json';

export interface WriteOptions {
  readonly files?: ReportFiles;
  /** A PNG beside each SVG. */
  readonly hasPng?: boolean;
  /** Of the page: with pictures that answer the pointer, and the scripts that draw them. */
  readonly isInteractive?: boolean;
}

/** All exporters. A new one is a new file and a line here. Those that show charts share the pictures. */
function makeExporters(options: WriteOptions): readonly Exporter[] {
  const { files = 'page', hasPng = false, isInteractive = false } = options;
  const draw = drawOnce();
  const charts = [chartsExporter(draw), ...(hasPng ? [pngExporter(draw)] : [])];
  switch (files) {
    case 'page':
      return [csvExporter, jsonExporter, ...charts, htmlExporter(draw, { isInteractive })];
    case 'markdown':
      return [...charts, markdownExporter(draw)];
    case 'csv':
      return [csvExporter];
    case 'json':
      return [jsonExporter];
  }
}

/**
 * Computes every report file and then writes each into a folder, whole or not at all; nothing is written when one
 * cannot be computed.
 * @returns the paths written, relative to the folder
 * @throws BenchError `RESULTS_NOT_WRITABLE`, `RUN_MALFORMED`, `FACILITY_MISSING`
 */
export async function writeReport(
  report: ReportAnalysis,
  folder: string,
  options: WriteOptions = {},
): Promise<readonly string[]> {
  const files: NamedFile[] = [];
  for (const exporter of makeExporters(options)) files.push(...(await exporter.export(report)));
  for (const { path, content } of files) {
    const target = pathWithin(folder, path);
    makeFolders(dirname(target), { mode: 0o700, hint: 'Choose a folder that can be written with --output' });
    writeFileAtomic(target, content);
  }
  return files.map(({ path }) => path);
}

/** Exporters name files after what a foreign run folder holds, so a path is not trusted to stay inside. */
function pathWithin(folder: string, path: string): string {
  const target = resolve(folder, path);
  if (target.startsWith(resolve(folder) + sep)) return target;
  throw new BenchError('RUN_MALFORMED', `Cannot write the report file "${path}": it is outside its folder`);
}
