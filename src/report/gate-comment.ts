import type { GateVerdict } from '../model/gate-verdict.ts';
import { commentText } from './comment-text.ts';
import { gateEntries, type GateEntry } from './gate-entries.ts';
import { gateReproduction, gateSides, type RunOrigin } from './gate-provenance.ts';
import { gateTable } from './gate-table.ts';

/** What a comment is made from besides the verdict. */
export interface CommentOptions {
  /** Finds the comment again, so that a later gate replaces it: letters, digits, dots, hyphens and underscores. */
  readonly gateId: string;
  /** Of UTF-8. */
  readonly mostBytes: number;
  /** Of both sides, as far as they are known. */
  readonly origins: readonly RunOrigin[];
  /** Name of the baseline that the run was compared with. */
  readonly baseline?: string;
}

/** GitHub refuses a body of more than 65 536 characters. */
export const commentBytes = 60_000;

/** The hidden line by which the comment of a gate is found. */
export function commentMarker(gateId: string): string {
  return `<!-- microvm-bench gate ${gateId} -->`;
}

/** How much is told; each is shorter than the one before. */
interface Detail {
  readonly hasEquivalent: boolean;
  readonly hasDetails: boolean;
  readonly mostRows: number;
  readonly longestName: number;
  readonly mostReasons: number;
}

const whole: Detail = {
  hasEquivalent: true,
  hasDetails: true,
  mostRows: Infinity,
  longestName: 300,
  mostReasons: 50,
};
const steps: readonly Detail[] = [
  whole,
  { ...whole, hasEquivalent: false },
  { ...whole, hasEquivalent: false, hasDetails: false },
  { hasEquivalent: false, hasDetails: false, mostRows: 10, longestName: 60, mostReasons: 3 },
];

/**
 * A verdict as Markdown for a pull request or a job summary, within a number of bytes: it drops what is equivalent, then the
 * details, and at last all but the ten worst. Marker, verdict, both sides and the way to repeat it are in every form.
 */
export function gateComment(verdict: GateVerdict, options: CommentOptions): string {
  const entries = gateEntries(verdict);
  for (const detail of steps) {
    if (listedCount(entries, detail) * shortestRow > options.mostBytes) continue;
    const text = renderComment(verdict, { ...options, detail, entries });
    if (Buffer.byteLength(text) <= options.mostBytes) return text;
  }
  return `${commentMarker(options.gateId)}\n### microvm-bench gate: ${verdict.status}\n`;
}

/** No row has fewer bytes: what cannot fit is not rendered to find that out. */
const shortestRow = 60;

function listedCount(entries: readonly GateEntry[], { hasEquivalent, mostRows }: Detail): number {
  const listed = hasEquivalent ? entries : entries.filter(({ verdict }) => verdict !== 'equivalent');
  return Math.min(listed.length, mostRows);
}

interface Rendering extends CommentOptions {
  readonly detail: Detail;
  readonly entries: readonly GateEntry[];
}

function renderComment(verdict: GateVerdict, options: Rendering): string {
  const { gateId, origins, detail, entries } = options;
  const { longestName } = detail;
  const sections = [
    `${commentMarker(gateId)}\n### microvm-bench gate: ${verdict.status}`,
    commentText(verdict.summary, 300),
    gateSides(verdict, { origins, longestName }),
    reasonList(verdict, detail),
    ...rowSections(entries, detail),
    inconclusiveSentence(entries),
    ...(detail.hasDetails ? detailSections(verdict, entries) : [countFindings(verdict)]),
    gateReproduction(verdict, options),
  ];
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`;
}

/** Reasons that no row of a table tells. */
function reasonList({ otherReasons }: GateVerdict, { mostReasons }: Detail): string {
  const shown = otherReasons.slice(0, mostReasons).map((reason) => `- ${commentText(reason, 200)}`);
  const left = otherReasons.length - shown.length;
  if (shown.length === 0) return '';
  return ['Reasons:\n', ...shown, ...(left > 0 ? [`- ${left} more reasons are in verdict.json`] : [])].join(
    '\n',
  );
}

function rowSections(entries: readonly GateEntry[], detail: Detail): readonly string[] {
  const { mostRows, longestName, hasEquivalent } = detail;
  if (mostRows < entries.length) return worstSections(entries, detail);
  const isBad = ({ bearing }: GateEntry): boolean => bearing === 'blocks' || bearing === 'let-pass';
  const bad = entries.filter(isBad);
  const others = entries.filter((entry) => !isBad(entry));
  const group = (verdict: GateEntry['verdict']): readonly GateEntry[] =>
    others.filter((entry) => entry.verdict === verdict);
  const equivalent = group('equivalent');
  return [
    bad.length === 0 ? '' : gateTable(bad, longestName),
    ...(['invalid', 'inconclusive', 'improved'] as const).map((verdict) =>
      collapsedTable(`${group(verdict).length} ${verdict}`, group(verdict), longestName),
    ),
    hasEquivalent
      ? collapsedTable(`${equivalent.length} equivalent`, equivalent, longestName)
      : `${equivalent.length} equivalent are not listed.`,
  ];
}

function worstSections(entries: readonly GateEntry[], detail: Detail): readonly string[] {
  const shown = entries.slice(0, detail.mostRows);
  const left = entries.slice(detail.mostRows);
  const counts = [...new Set(left.map(({ verdict }) => verdict))].map(
    (verdict) => `${left.filter((entry) => entry.verdict === verdict).length} ${verdict}`,
  );
  return [
    gateTable(shown, detail.longestName),
    `The ${shown.length} worst of ${entries.length}. ${left.length} more are in verdict.json: ${counts.join(', ')}.`,
  ];
}

function collapsedTable(title: string, entries: readonly GateEntry[], longestName: number): string {
  return entries.length === 0 ? '' : collapsed(title, gateTable(entries, longestName));
}

function collapsed(title: string, content: string): string {
  return `<details><summary>${title}</summary>\n\n${content}\n\n</details>`;
}

function inconclusiveSentence(entries: readonly GateEntry[]): string {
  const count = entries.filter(({ verdict }) => verdict === 'inconclusive').length;
  if (count === 0) return '';
  return `${count} inconclusive: no certificate that nothing changed. A change of the size under “would see” would probably have been seen, a smaller one not.`;
}

function detailSections(verdict: GateVerdict, entries: readonly GateEntry[]): readonly string[] {
  const told = entries.filter(({ bearing }) => bearing !== 'fine');
  const findings = verdict.findings.map(
    ({ severity, rule, message, advice }) =>
      `- **${severity}** ${commentText(rule, 60)}: ${commentText(message, 600)}. ${commentText(advice, 300)}`,
  );
  return [
    told.length === 0
      ? ''
      : collapsed('In words', told.map(({ sentence }) => `- ${commentText(sentence, 600)}`).join('\n')),
    findings.length === 0 ? '' : collapsed(`${findings.length} findings`, findings.join('\n')),
    collapsed('Policy', policyList(verdict)),
  ];
}

function policyList({ policy, tool }: GateVerdict): string {
  const { alpha, metrics, limits, waivers, inconclusive, invalid } = policy;
  const lines = [
    `microvm-bench ${tool}, α ${alpha} for the whole family; inconclusive: ${inconclusive}, invalid: ${invalid}`,
    ...metrics.map(({ pattern, cases, margin, mode }) => `${pattern} in ${cases}: ${margin}, ${mode}`),
    ...limits.map(({ limit, cases, mode }) => `${limit} in ${cases}, ${mode}`),
    ...waivers.map(
      ({ metric, cases = '*', owner, until, reason }) =>
        `waiver of ${metric} in ${cases} until ${until}, ${owner}: ${reason}`,
    ),
  ];
  return lines.map((line) => `- ${commentText(line, 600)}`).join('\n');
}

function countFindings({ findings }: GateVerdict): string {
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  if (findings.length === 0) return '';
  return `${findings.length} findings, ${errors} of them errors, are in verdict.json.`;
}
