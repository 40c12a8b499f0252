import { formatArmDifferences } from '../model/arm.ts';
import type { Finding } from '../model/finding.ts';
import { sourceName } from '../model/imported-run.ts';
import type { ReportAnalysis, ReportedRun } from '../model/report.ts';
import type { RunEnd } from '../model/run.ts';
import { benchmarkViews, type BenchmarkView } from './benchmark-view.ts';
import { headingsOf } from './html-heading.ts';
import { markdownList } from './markdown.ts';
import { benchmarkMarkdown, headlineLines, type LinkedChart } from './markdown-benchmark.ts';
import { comparisonSections, comparisonVerdict } from './markdown-comparison.ts';
import { hostDifferenceMarkdown, runMarkdown } from './markdown-run.ts';
import { markdownText } from './markdown-text.ts';
import { hostsText, trialsText, validityText } from './standing-text.ts';

/**
 * The report as Markdown of GitHub's kind, for a pull request or a paper's repository: what the page has, in its order. No
 * markup comes from a run folder, whatever is in it. Pictures are linked where they lie beside the text.
 */
export function reportMarkdown(report: ReportAnalysis, charts: readonly LinkedChart[]): string {
  const { runs, comparison, findings, hostDifferences, methods } = report;
  const views = benchmarkViews(report);
  const sections = [
    ...head(report, views),
    '## Findings',
    findingList(findings),
    ...(comparison === undefined ? [] : comparisonSections(comparison)),
    ...views.flatMap((view, index) =>
      benchmarkMarkdown(
        view,
        charts.filter(({ viewIndex }) => viewIndex === index),
      ),
    ),
    ...hostDifferenceMarkdown(runs, hostDifferences),
    ...runs.flatMap((run) => runMarkdown(run, headingsOf(run, runs))),
    '## Methods',
    markdownList(methods.map(({ what, how }) => `${markdownText(what)}: ${markdownText(how)}`)),
  ];
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`;
}

/** What was asked, what came of it and what it stands on, for whoever reads no further. */
function head(report: ReportAnalysis, views: readonly BenchmarkView[]): readonly string[] {
  const { title, authors, runs, comparison, hostDifferences } = report;
  const questions = [...new Set(views.map(({ benchmark }) => benchmark.question))];
  return [
    `# ${markdownText(title)}`,
    markdownText(authors.join(', ')),
    markdownList(runs.map((run) => runLine(run, runs))),
    ...questions.map(markdownText),
    ...(runs.length === 1 ? runs.map(armsText) : []),
    ...(comparison === undefined
      ? [markdownList(views.flatMap(headlineLines))]
      : comparisonVerdict(comparison)),
    markdownList([
      `**Host**: ${markdownText(hostsText(report))}`,
      `**Validity**: ${validityText(report)}`,
      `**Trials**: ${markdownText(trialsText(report))}`,
      ...(hostDifferences.length > 0 ? ['**The hosts differ**: see below in what'] : []),
    ]),
  ];
}

function runLine({ label, manifest }: ReportedRun, runs: readonly ReportedRun[]): string {
  const { runId, startedAt, end, host, versions, imported } = manifest;
  const name = runs.length > 1 && label !== runId ? `**${markdownText(label)}**: run` : 'Run';
  const version = versions['microvm-bench'] ?? 'of unknown version';
  const start = startedAt === undefined ? 'start not told' : `started at ${startedAt}`;
  const place =
    imported === undefined
      ? `on ${host?.identity.hostname ?? 'a host not told'}`
      : `imported from ${sourceName(imported)}`;
  const facts = `${runId} ${place}, ${start}${endText(end)}; microvm-bench ${version}`;
  return `${name} ${markdownText(facts)}`;
}

function endText(end: RunEnd): string {
  switch (end.status) {
    case 'imported':
      return '';
    case 'running':
      return ', not ended';
    case 'complete':
    case 'interrupted':
    case 'failed':
      return `, ${end.status} at ${end.endedAt}`;
  }
}

function armsText({ manifest: { plan } }: ReportedRun): string {
  const { arms, armDifferences } = plan;
  if (armDifferences === undefined) return '';
  return markdownText(
    formatArmDifferences(
      arms.map(({ id }) => id),
      armDifferences,
    ),
  );
}

function findingList(findings: readonly Finding[]): string {
  if (findings.length === 0) return 'No rule found anything to warn of.';
  const lines = findings.map(
    ({ rule, severity, message, advice }) =>
      `**${severity}** ${markdownText(message)}. ${markdownText(`${advice} (${rule})`)}`,
  );
  return markdownList(lines);
}
