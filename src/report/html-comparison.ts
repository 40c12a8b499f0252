import {
  byGravity,
  changeText,
  confidenceText,
  detectableText,
  effectText,
  gatedOf,
  headlineText,
  intervalText,
  marginText,
  scaleOf,
  sentenceWithin,
  withCandidate,
} from '../model/comparison-text.ts';
import type { Comparison, RunComparison } from '../model/comparison.ts';
import { formatP } from '../model/format-effect.ts';
import type { ReportAnalysis, ReportedRun } from '../model/report.ts';
import { createSideText, type SideText } from './comparison-table.ts';
import { methodList } from './html-methods.ts';
import { dataTable, rowHead } from './html-table.ts';
import { html, nothing, type Html } from './html-template.ts';

/** More would push everything else off the first screen. */
const mostSentences = 6;

/** The verdict in one sentence, and one for each gated comparison, worst first: what the page is read for. */
export function comparisonHeadline({ comparison }: ReportAnalysis): readonly Html[] {
  if (comparison === undefined) return [];
  const gated = byGravity(gatedOf(comparison));
  const sentences = gated
    .slice(0, mostSentences)
    .map((each) => html`<li>${sentenceWithin(each, comparison)}</li> `);
  const left = gated.length - sentences.length;
  return [
    html`<p class="verdict"><b>${headlineText(comparison)}</b></p>
      <ul class="headlines">
        ${sentences} ${left > 0 ? html`<li>${left} more are in the table below</li> ` : nothing}
      </ul>`,
  ];
}

/** All comparisons in tables: those that count, those that are only explored, and the failures. */
export function comparisonSection({ comparison, runs }: ReportAnalysis): Html {
  if (comparison === undefined) return nothing;
  const { comparisons, failures, unmatched, methods } = comparison;
  const gated = byGravity(gatedOf(comparison));
  const explored = byGravity(comparisons.filter(({ isGated }) => !isGated));
  return html`<section>
    <h2>Comparison of the arms</h2>
    ${comparisonTable(comparison, gated, 'Gated')} ${runEffectTable(comparison, runs)}
    ${unmatched.map((sentence) => html`<p>${sentence}</p> `)}
    ${failures.some(({ base, candidate }) => base.hits + candidate.hits > 0) ? failureTable(comparison) : nothing}
    <details>
      <summary>Every other metric, for exploring (${explored.length})</summary>
      ${comparisonTable(comparison, explored, 'Explored')}
    </details>
    <details>
      <summary>How each verdict came about</summary>
      ${gated.map((each) => chain(each, comparison))}
    </details>
    <details>
      <summary>How it was compared</summary>
      ${methodList(methods)}
    </details>
  </section> `;
}

function comparisonTable(
  { alpha, candidates, base, comparisons }: RunComparison,
  rows: readonly Comparison[],
  title: string,
): Html {
  const sideText = createSideText(comparisons);
  const names = candidates.map(({ id }) => id).join(', ');
  return dataTable({
    title,
    explanation: `${names} against ${base.id}; change with its ${confidenceText(alpha)} interval, of differences within blocks where there are any, so that it may be another than that of the two medians; p adjusted over this table's family`,
    columns: [
      'metric',
      'case',
      ...(candidates.length > 1 ? ['arm'] : []),
      'verdict',
      'base',
      'candidate',
      'change',
      'interval',
      'margin',
      'p',
      'would have seen',
      'n',
    ],
    numbers: ['base', 'candidate', 'change', 'interval', 'margin', 'p', 'would have seen', 'n'],
    rows: rows.map((each) =>
      comparisonRow(each, { sideText, arm: candidates.length > 1 ? [each.candidateId] : [] }),
    ),
  });
}

function comparisonRow(
  each: Comparison,
  { sideText, arm }: { readonly sideText: SideText; readonly arm: readonly string[] },
): Html {
  const { metric, caseId, verdict, base, candidate, test } = each;
  return html`<tr>
    ${rowHead(metric.id)}
    <td class="place">${caseId}</td>
    ${arm.map((id) => html`<td>${id}</td>`)}
    <td class="${verdict === 'regressed' || verdict === 'invalid' ? 'failed' : 'verdict'}">${verdict}</td>
    <td class="number">${sideText(each, base.median)}</td>
    <td class="number">${sideText(each, candidate.median)}</td>
    <td class="number">${changeText(each)}</td>
    <td class="number range">${intervalText(each)}</td>
    <td class="number">${marginText(each)}</td>
    <td class="number">${test === undefined ? '' : formatP(test.adjustedP, test.alpha)}</td>
    <td class="number">${detectableText(each)}</td>
    <td class="number range">${base.count} + ${candidate.count}</td>
  </tr> `;
}

/** What each of several runs says alone; nothing where one was compared. */
function runEffectTable(comparison: RunComparison, runs: readonly ReportedRun[]): Html {
  const several = byGravity(gatedOf(comparison)).filter((each) => each.runs !== undefined);
  if (several.length === 0) return nothing;
  const shown = runs.filter(({ manifest }) =>
    several.some((each) => each.runs?.some(({ runId }) => runId === manifest.runId)),
  );
  const isSeveral = comparison.candidates.length > 1;
  return dataTable({
    title: 'Run by run',
    explanation: `the change in each run alone with its ${confidenceText(comparison.alpha)} interval`,
    columns: ['metric', 'case', ...(isSeveral ? ['arm'] : []), ...shown.map(({ label }) => label)],
    rows: several.map(
      (each) =>
        html`<tr>
          ${rowHead(each.metric.id)}
          <td>${each.caseId}</td>
          ${isSeveral ? html`<td>${each.candidateId}</td>` : nothing}
          ${shown.map(({ manifest }) => runEffectCell(each, manifest.runId))}
        </tr> `,
    ),
  });
}

function runEffectCell(each: Comparison, runId: string): Html {
  const own = each.runs?.find((run) => run.runId === runId);
  return html`<td class="number">${own === undefined ? 'none' : effectText(own.effect, scaleOf(each))}</td>`;
}

function failureTable({ failures, candidates, alpha }: RunComparison): Html {
  const isSeveral = candidates.length > 1;
  return dataTable({
    title: 'Failed trials',
    explanation: "Fisher's exact test, adjusted over the cases",
    columns: ['case', ...(isSeveral ? ['arm'] : []), 'verdict', 'base', 'candidate', 'p'],
    numbers: ['p'],
    rows: failures.map(
      ({ caseId, candidateId, verdict, base, candidate, adjustedP }) =>
        html`<tr>
          ${rowHead(caseId)} ${isSeveral ? html`<td>${candidateId}</td>` : nothing}
          <td>${verdict}</td>
          <td>${base.hits} of ${base.count}</td>
          <td>${candidate.hits} of ${candidate.count}</td>
          <td class="number">${formatP(adjustedP, alpha)}</td>
        </tr> `,
    ),
  });
}

/** What `explain` prints. */
function chain(
  { metric, caseId, candidateId, steps, flips }: Comparison,
  { candidates }: RunComparison,
): Html {
  return html`<h3>${withCandidate(`${metric.id} of ${caseId}`, candidateId, candidates)}</h3>
    <ul>
      ${steps.map(
        ({ check, saw, needed, holds }) =>
          html`<li>${holds ? 'holds' : 'does not hold'}: ${check}: ${saw}; needed: ${needed}</li> `,
      )}
      ${flips.map((flip) => html`<li>${flip}</li> `)}
    </ul> `;
}
