import type { Finding } from '../model/finding.ts';
import { sourceName } from '../model/imported-run.ts';
import type { ReportAnalysis, ReportedRun } from '../model/report.ts';
import type { RunEnd } from '../model/run.ts';
import { benchmarkViews, type BenchmarkView } from './benchmark-view.ts';
import type { DrawnChart } from './draw-charts.ts';
import { armComparison } from './html-arms.ts';
import { benchmarkSection, headlineSentences } from './html-benchmark.ts';
import { comparisonHeadline, comparisonSection } from './html-comparison.ts';
import { failureSection } from './html-failures.ts';
import { standingList } from './html-standing.ts';
import { headingsOf } from './html-heading.ts';
import { hostDifferenceTable, hostSection } from './html-host.ts';
import { htmlPage } from './html-page.ts';
import { methodSection, provenanceSections, rawFileSection } from './html-provenance.ts';
import { runSection } from './html-run.ts';
import { explorerOf } from './interactive/explorer.ts';
import { explorerSection, pageScripts } from './interactive/html-interactive.ts';
import { html, nothing, type Html } from './html-template.ts';

/** How the page is to be. */
export interface PageOptions {
  /** With pictures that answer the pointer, and the scripts that draw them. Everything is there without them as well. */
  readonly isInteractive: boolean;
}

/**
 * The report as one page: no reference to anything outside, the same bytes for the same runs. The policy in its head forbids
 * every script but those of an interactive page, so that a text that broke out of its place would still do nothing.
 */
export function renderHtml(
  report: ReportAnalysis,
  charts: readonly DrawnChart[],
  { isInteractive }: PageOptions,
): string {
  const { title, runs, findings } = report;
  const views = benchmarkViews(report);
  const scripts = isInteractive ? pageScripts() : undefined;
  const results = html`${findingSection(findings)} ${comparisonSection(report)}
  ${views.map((view, index) =>
    benchmarkSection(
      view,
      charts.filter(({ viewIndex }) => viewIndex === index),
      isInteractive ? explorerSection(explorerOf(view), index) : nothing,
    ),
  )}
  ${hostDifferenceTable(report)} ${runs.map((run) => runParts(run, runs))} ${methodSection(report)}
  ${rawFileSection(report)}`;
  return htmlPage({
    title,
    skipText: 'Skip to the results',
    header: pageHeader(report, views),
    results,
    ...(scripts === undefined ? {} : { policy: scripts.policy, scripts: scripts.elements }),
  });
}

/** What a reader needs of each run to judge its numbers and to make them again. */
function runParts(run: ReportedRun, runs: readonly ReportedRun[]): Html {
  const heading = headingsOf(run, runs);
  return html`${runSection(run, heading)} ${failureSection(run, heading)}
  ${hostSection(run.manifest, heading)} ${provenanceSections(run, heading)}`;
}

function pageHeader(report: ReportAnalysis, views: readonly BenchmarkView[]): Html {
  const { title, authors, runs, comparison } = report;
  const questions = [...new Set(views.map(({ benchmark }) => benchmark.question))];
  return html`<header>
    <h1>${title}</h1>
    ${authors.length === 0 ? nothing : html`<p class="meta">${authors.join(', ')}</p>`}
    ${runs.map((run) => html`<p class="meta">${runLine(run, runs)}</p>`)}
    ${questions.map((question) => html`<p>${question}</p>`)} ${commonArms(runs)} ${comparisonHeadline(report)}
    ${comparison === undefined ? headlineList(views) : nothing} ${standingList(report)}
  </header> `;
}

/** What the arms do not have alike, where it is the same in all runs. */
function commonArms(runs: readonly ReportedRun[]): readonly Html[] {
  const texts = new Map(runs.map(({ manifest }) => [armComparison(manifest).join(''), manifest]));
  const [only, ...others] = texts.values();
  return only === undefined || others.length > 0 ? [] : armComparison(only);
}

/** Where nothing is compared the headline numbers are what the page is read for. */
function headlineList(views: readonly BenchmarkView[]): Html {
  return html`<ul class="headlines">
    ${views.flatMap(headlineSentences)}
  </ul>`;
}

function runLine({ label, manifest }: ReportedRun, runs: readonly ReportedRun[]): Html {
  const { runId, startedAt, end, host, versions, imported } = manifest;
  const version = versions['microvm-bench'] ?? 'of unknown version';
  const name = runs.length > 1 && label !== runId ? html`<b>${label}</b>: run` : html`Run`;
  const start = startedAt === undefined ? html`start not told` : html`started at ${timeOf(startedAt)}`;
  const place =
    imported === undefined
      ? html`on ${host?.identity.hostname ?? 'a host not told'}`
      : html`imported from ${sourceName(imported)}`;
  return html`${name} <code>${runId}</code> ${place}, ${start}${endOf(end)}; microvm-bench ${version}`;
}

function endOf(end: RunEnd): Html {
  switch (end.status) {
    case 'imported':
      return nothing;
    case 'running':
      return html`, not ended`;
    case 'complete':
    case 'interrupted':
    case 'failed':
      return html`, ${end.status} at ${timeOf(end.endedAt)}`;
  }
}

/** A time stamp to the second; one that is not in the manifest's form is shown as it is. */
function timeOf(stamp: string): Html {
  const match = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}:\d{2})(?:\.\d+)?Z$/.exec(stamp);
  const text = match === null ? stamp : `${match[1] ?? ''} ${match[2] ?? ''} UTC`;
  return html`<time datetime="${stamp}">${text}</time>`;
}

function findingSection(findings: readonly Finding[]): Html {
  const items = findings.map(
    ({ rule, severity, message, advice }) =>
      html`<li class="is-${severity}">
        <span class="severity">${severity}</span> ${message}<br />
        <span class="note">${advice} (${rule})</span>
      </li>`,
  );
  const list =
    items.length === 0
      ? html`<p>No rule found anything to warn of.</p>`
      : html`<ol class="findings">
          ${items}
        </ol>`;
  return html`<section>
    <h2>Findings</h2>
    ${list}
  </section>`;
}
