import type { RunAnalysis } from '../model/analysis.ts';
import type { Finding } from '../model/finding.ts';
import { sourceName } from '../model/imported-run.ts';
import type { RunEnd, RunManifest } from '../model/run.ts';
import type { DrawnChart } from './draw-charts.ts';
import { armComparison } from './html-arms.ts';
import { benchmarkSection, headlineSentences } from './html-benchmark.ts';
import { comparisonHeadline, comparisonSection } from './html-comparison.ts';
import { failureSection } from './html-failures.ts';
import { hostSection } from './html-host.ts';
import { provenanceSections } from './html-provenance.ts';
import { runSection } from './html-run.ts';
import { pageStyle } from './html-style.ts';
import { Html, html, nothing } from './html-template.ts';

/**
 * The report as one page: no script, no reference to anything outside, the same bytes for the same run. The policy in its
 * head forbids scripts, so that a text that broke out of its place would still do nothing.
 */
export function renderHtml(analysis: RunAnalysis, charts: readonly DrawnChart[]): string {
  const { manifest } = analysis;
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'" />
        <title>${manifest.title}</title>
        <style>
          ${Html.trusted(pageStyle())}
        </style>
      </head>
      <body>
        <a class="skip" href="#results">Skip to the results</a>
        ${pageHeader(analysis)}
        <main id="results">
          ${findingSection(analysis.findings)} ${comparisonSection(analysis)}
          ${manifest.benchmarks.map((benchmark) =>
            benchmarkSection(
              analysis,
              benchmark,
              charts.filter(({ benchmarkId }) => benchmarkId === benchmark.id),
            ),
          )}
          ${runSection(analysis)} ${failureSection(analysis)} ${hostSection(manifest)}
          ${provenanceSections(analysis)}
        </main>
      </body>
    </html> `.toString();
}

function pageHeader(analysis: RunAnalysis): Html {
  const { manifest } = analysis;
  return html`<header>
    <h1>${manifest.title}</h1>
    <p class="meta">${runLine(manifest)}</p>
    ${armComparison(manifest)} ${comparisonHeadline(analysis)}
    ${analysis.comparison === undefined ? headlineList(analysis) : nothing}
  </header> `;
}

/** Where nothing is compared the headline numbers are what the page is read for. */
function headlineList(analysis: RunAnalysis): Html {
  const { benchmarks } = analysis.manifest;
  return html`<ul class="headlines">
    ${benchmarks.flatMap((benchmark) => headlineSentences(analysis, benchmark))}
  </ul>`;
}

function runLine({ runId, startedAt, end, host, versions, imported }: RunManifest): Html {
  const version = versions['microvm-bench'] ?? 'of unknown version';
  const start = startedAt === undefined ? html`start not told` : html`started at ${timeOf(startedAt)}`;
  const place =
    imported === undefined
      ? html`on ${host?.identity.hostname ?? 'a host not told'}`
      : html`imported from ${sourceName(imported)}`;
  return html`Run <code>${runId}</code> ${place}, ${start}${endOf(end)}; microvm-bench ${version}`;
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
