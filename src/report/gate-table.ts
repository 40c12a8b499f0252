import { changeText, detectableText, intervalText, marginText } from '../model/comparison-text.ts';
import type { Comparison } from '../model/comparison.ts';
import type { ShareCount } from '../model/share-count.ts';
import { commentName, commentText } from './comment-text.ts';
import { createSideText, type SideText } from './comparison-table.ts';
import type { GateEntry } from './gate-entries.ts';

const header: readonly string[] = [
  'verdict',
  'metric',
  'case',
  'base',
  'candidate',
  'change',
  'interval',
  'margin',
  'would see',
  'n',
];

/**
 * Entries as a Markdown table for a comment. Cells are not padded: nobody reads its source, and padding to the longest of
 * a thousand names would fill the comment with blanks.
 */
export function gateTable(entries: readonly GateEntry[], longestName: number): string {
  const comparisons = entries.flatMap(({ source }) =>
    source.kind === 'comparison' ? [source.gated.comparison] : [],
  );
  const sideText = createSideText(comparisons);
  const rows = entries.map((entry) => gateRow(entry, longestName, sideText));
  const rule = header.map((_title, column) => (column < 3 ? '---' : '--:'));
  return [header, rule, ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function gateRow(entry: GateEntry, longestName: number, sideText: SideText): readonly string[] {
  const { verdict, name, caseId, letPassBy, bearing } = entry;
  const word = bearing === 'blocks' ? `**${verdict}**` : verdict;
  const remark = letPassBy === undefined ? '' : `, ${commentText(letPassBy, longestName)}`;
  return [
    `${word}${remark}`,
    commentName(name, longestName),
    commentName(caseId, longestName),
    ...numberCells(entry, longestName, sideText),
  ];
}

function numberCells({ source }: GateEntry, longestName: number, sideText: SideText): readonly string[] {
  switch (source.kind) {
    case 'comparison':
      return comparisonCells(source.gated.comparison, sideText);
    case 'limit': {
      const { limit, hits, count } = source.limit;
      return ['', `${hits} of ${count} keep it`, '', '', commentText(limit, longestName), '', String(count)];
    }
    case 'failures': {
      const { base, candidate } = source.failures;
      return [failed(base), failed(candidate), '', '', '', '', `${base.count}+${candidate.count}`];
    }
  }
}

function comparisonCells(comparison: Comparison, sideText: SideText): readonly string[] {
  const { base, candidate } = comparison;
  return [
    sideText(comparison, base.median),
    sideText(comparison, candidate.median),
    changeText(comparison),
    intervalText(comparison),
    marginText(comparison),
    detectableText(comparison),
    `${base.count}+${candidate.count}`,
  ];
}

function failed({ hits, count }: ShareCount): string {
  return `${hits} of ${count} failed`;
}
