import { join } from 'node:path';
import { BenchError } from '../../base/errors.ts';
import type { ReportAnalysis } from '../../model/report.ts';
import { summaryCsv } from '../../report/csv.ts';
import { writeReport, type ReportFiles } from '../../report/exporters.ts';
import { summaryJson } from '../../report/json.ts';
import { reportFormats, type ReportFormat } from '../../report/report-formats.ts';
import { reportMarkdown } from '../../report/report-markdown.ts';
import { chooseFormat } from '../choose-format.ts';
import type { CliContext } from '../context.ts';
import { findChromium } from '../find-chromium.ts';
import { formatFindings } from '../format-findings.ts';
import { catchInterrupts, signalStatus } from '../measure/interrupts.ts';
import { printPdf } from '../print-pdf.ts';
import { tellReport } from '../print-report.ts';
import { readReport, type ReportRunsOptions } from '../read-report.ts';

/** How `report` was called. */
export interface ReportOptions extends ReportRunsOptions {
  /** With pictures that answer the pointer; the page then holds scripts. */
  readonly isInteractive: boolean;
  readonly format: string;
  readonly isJson: boolean;
  readonly hasPng: boolean;
}

/**
 * Computes the report of one or several runs and gives it in the form that is asked for; returns the exit status. The page
 * and the PDF are files; the other forms go to standard output, or to files where a folder is named.
 */
export async function reportCommandAction(options: ReportOptions, context: CliContext): Promise<number> {
  const format = chooseFormat(options.format, reportFormats);
  refuseContradictions(format, options);
  switch (format) {
    case 'html':
      await writePage(options, context);
      return 0;
    case 'pdf':
      return writePdf(options, context);
    case 'md':
      await giveText({ files: 'markdown', text: (report) => reportMarkdown(report, []) }, options, context);
      return 0;
    case 'csv':
      await giveText({ files: 'csv', text: summaryCsv }, options, context);
      return 0;
    case 'json':
      await giveText({ files: 'json', text: summaryJson }, options, context);
      return 0;
  }
}

function refuseContradictions(
  format: ReportFormat,
  { isJson, hasPng, isInteractive, output }: ReportOptions,
): void {
  const isPage = format === 'html' || format === 'pdf';
  if (isInteractive && !isPage) {
    throw new BenchError('USAGE', `Cannot make --format ${format} interactive: it is no page`, {
      hint: 'Leave --interactive or --format away',
    });
  }
  if (isJson && !isPage) {
    throw new BenchError(
      'USAGE',
      `Cannot print --json beside --format ${format}: each is all of the output`,
      {
        hint: 'Leave one of them away',
      },
    );
  }
  const hasCharts = isPage || (format === 'md' && output !== undefined);
  if (!hasPng || hasCharts) return;
  throw new BenchError('USAGE', `Cannot write PNG pictures with --format ${format}: no charts are written`, {
    hint: format === 'md' ? 'Name a folder with --output' : 'Leave --png away',
  });
}

/** The page with its files, as a run writes them at its end. */
async function writePage(options: ReportOptions, context: CliContext): Promise<void> {
  const { isJson, hasPng, isInteractive } = options;
  const { report, folder } = await readReport(options, context);
  const files = await writeReport(report, folder, { hasPng, isInteractive });
  tellReport(report, { folder, files, isJson, isQuiet: false }, context);
}

/** The page, and the same as a browser prints it. */
async function writePdf(options: ReportOptions, context: CliContext): Promise<number> {
  const { isJson, hasPng, isInteractive } = options;
  const browser = findChromium(context.env);
  const { report, folder } = await readReport(options, context);
  const files = await writeReport(report, folder, { hasPng, isInteractive });
  const target = join(folder, pdfFile);
  using interrupts = catchInterrupts(() => undefined);
  try {
    await printPdf(join(folder, 'report.html'), target, { browser, signal: interrupts.stop });
  } catch (thrown) {
    const signal = interrupts.received();
    if (signal === undefined) throw thrown;
    return signalStatus[signal];
  }
  tellReport(report, { folder, files: [...files, pdfFile], isJson, isQuiet: false }, context);
  return 0;
}

const pdfFile = 'report.pdf';

interface TextForm {
  readonly files: ReportFiles;
  readonly text: (report: ReportAnalysis) => string;
}

/** What makes the numbers unusable is told on standard error too: not every form has a place for it. */
async function giveText(form: TextForm, options: ReportOptions, context: CliContext): Promise<void> {
  const { stdout, stderr, colors } = context;
  const { report, folder } = await readReport(options, context);
  const errors = report.findings.filter(({ severity }) => severity === 'error');
  stderr.write(formatFindings(errors, colors.stderr));
  if (options.output === undefined) {
    stdout.write(form.text(report));
    return;
  }
  const files = await writeReport(report, folder, { files: form.files, hasPng: options.hasPng });
  for (const file of files) stderr.write(`wrote ${join(folder, file)}\n`);
}
