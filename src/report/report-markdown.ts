import { formatArmDifferences } from '../model/arm.ts';
import type { Finding } from '../model/finding.ts';
import type { ReportAnalysis, ReportedRun } from '../model/report.ts';
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
  const { runId, startedAt, end, host, versions } = manifest;
  const ended = end.status === 'running' ? 'not ended' : `${end.status} at ${end.endedAt}`;
  const name = runs.length > 1 && label !== runId ? `**${markdownText(label)}**: run` : 'Run';
  const version = versions['microvm-bench'] ?? 'of unknown version';
  const facts = `${runId} on ${host.identity.hostname}, started at ${startedAt}, ${ended}; microvm-bench ${version}`;
  return `${name} ${markdownText(facts)}`;
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
