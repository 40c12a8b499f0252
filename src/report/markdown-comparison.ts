import { byGravity, gatedOf, headlineText, runTexts, sentenceWithin } from '../model/comparison-text.ts';
import type { Comparison, RunComparison } from '../model/comparison.ts';
import { formatP } from '../model/format-effect.ts';
import { formatComparisonRows } from './comparison-table.ts';
import { formatTextTable, markdownList } from './markdown.ts';
import { markdownDetails, markdownText } from './markdown-text.ts';

/** The verdict in one sentence, and one for each gated comparison, worst first: what the text is read for. */
export function comparisonVerdict(comparison: RunComparison): readonly string[] {
  const sentences = byGravity(gatedOf(comparison)).map((each) => sentenceWithin(each, comparison));
  return [`**${markdownText(headlineText(comparison))}**`, markdownList(sentences.map(markdownText))];
}

/** All comparisons in tables: those that count, the failures, and for whoever opens it those that are only explored. */
export function comparisonSections(comparison: RunComparison): readonly string[] {
  const { comparisons, failures, unmatched, methods, candidates, base } = comparison;
  const gated = byGravity(gatedOf(comparison));
  const explored = byGravity(comparisons.filter(({ isGated }) => !isGated));
  const names = candidates.map(({ id }) => id).join(', ');
  const isFailing = failures.some((each) => each.base.hits + each.candidate.hits > 0);
  return [
    '## Comparison of the arms',
    `${markdownText(names)} against ${markdownText(base.id)}`,
    formatComparisonRows(gated, Infinity),
    markdownList([...runTexts(comparison), ...unmatched].map(markdownText)),
    isFailing ? failureTable(comparison) : '',
    explored.length === 0
      ? ''
      : markdownDetails(
          `Every other metric, for exploring (${explored.length})`,
          formatComparisonRows(explored, Infinity),
        ),
    markdownDetails('How each verdict came about', gated.map((each) => chain(each, comparison)).join('\n\n')),
    markdownDetails(
      'How it was compared',
      markdownList(methods.map(({ what, how }) => `${markdownText(what)}: ${markdownText(how)}`)),
    ),
  ].filter((section) => section !== '');
}

function failureTable({ failures, candidates, alpha }: RunComparison): string {
  const isSeveral = candidates.length > 1;
  const header = ['case', ...(isSeveral ? ['arm'] : []), 'verdict', 'base', 'candidate', 'p'];
  const rows = failures.map(({ caseId, candidateId, verdict, base, candidate, adjustedP }) => [
    markdownText(caseId),
    ...(isSeveral ? [markdownText(candidateId)] : []),
    verdict,
    `${base.hits} of ${base.count}`,
    `${candidate.hits} of ${candidate.count}`,
    formatP(adjustedP, alpha),
  ]);
  const table = formatTextTable({ header, align: header.map((title) => (title === 'p' ? 'r' : 'l')), rows });
  return `Failed trials, Fisher's exact test, adjusted over the cases:\n\n${table}`;
}

/** What `explain` prints. */
function chain(
  { metric, caseId, candidateId, steps, flips }: Comparison,
  { candidates }: RunComparison,
): string {
  const name = candidates.length > 1 ? `${candidateId}: ` : '';
  const lines = [
    ...steps.map(
      ({ check, saw, needed, holds }) =>
        `${holds ? 'holds' : 'does not hold'}: ${check}: ${saw}; needed: ${needed}`,
    ),
    ...flips,
  ];
  return `${markdownText(`${name}${metric.id} of ${caseId}`)}\n\n${markdownList(lines.map(markdownText))}`;
}
