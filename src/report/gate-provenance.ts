import { optional } from '../base/optional.ts';
import type { ComparisonSide } from '../model/comparison.ts';
import type { GateVerdict } from '../model/gate-verdict.ts';
import { commentName } from './comment-text.ts';
import { cutMiddle } from './cut-text.ts';
import { plainLine } from './plain-text.ts';

/** Where a run was measured, and how. */
export interface RunOrigin {
  readonly runId: string;
  readonly host: string;
  /** The command line, word by word. */
  readonly command: readonly string[];
}

interface SidesOptions {
  readonly origins: readonly RunOrigin[];
  readonly longestName: number;
}

const mostSides = 4;
const mostRuns = 2;

/** Both sides as a list: arm, runs, hosts. */
export function gateSides({ base, candidates }: GateVerdict, options: SidesOptions): string {
  const shown = candidates.slice(0, mostSides);
  const left = candidates.length - shown.length;
  return [
    ...(base === undefined ? [] : [`- Base ${sideText(base, options)}`]),
    ...shown.map((side) => `- Candidate ${sideText(side, options)}`),
    ...(left > 0 ? [`- ${left} more candidates`] : []),
  ].join('\n');
}

function sideText({ id, armId, runIds }: ComparisonSide, { origins, longestName }: SidesOptions): string {
  const runs = runIds.slice(0, mostRuns).map((runId) => {
    const host = origins.find((origin) => origin.runId === runId)?.host;
    const where = host === undefined ? '' : ` on ${commentName(host, longestName)}`;
    return `run ${commentName(runId, longestName)}${where}`;
  });
  const left = runIds.length - runs.length;
  const arm = armId === id ? '' : `, arm ${commentName(armId, longestName)}`;
  const more = left > 0 ? [`${left} more runs`] : [];
  return `${commentName(id, longestName)}${arm}: ${[...runs, ...more].join(', ')}`;
}

/** What the command line of a gate named, as far as its verdict does not have it. */
export interface Reproduction {
  readonly origins: readonly RunOrigin[];
  /** The baseline that the run was compared with. */
  readonly baseline?: string;
}

/** How the candidate was measured and how the same arms of the same runs are compared again. */
export function gateReproduction(verdict: GateVerdict, { origins, baseline }: Reproduction): string {
  const { base, candidates } = verdict;
  const [candidate] = candidates;
  const candidateRun = candidate?.runIds[0];
  if (base === undefined || candidate === undefined || candidateRun === undefined) return '';
  const command = origins.find(({ runId }) => runId === candidateRun)?.command ?? [];
  const commands = [
    ...(command.length === 0 ? [] : [command]),
    ...comparing({ base, candidate, isOnly: candidates.length === 1, ...optional('baseline', baseline) }),
  ];
  const text = commands.map((words) => preText(words.map(shellWord).join(' '))).join('\n');
  return `To repeat it:\n\n<pre>${text}</pre>`;
}

interface Compared {
  readonly base: ComparisonSide;
  readonly candidate: ComparisonSide;
  /** Whether there is no other candidate. */
  readonly isOnly: boolean;
  readonly baseline?: string;
}

function comparing({ base, candidate, isOnly, baseline }: Compared): readonly (readonly string[])[] {
  const arms = ['--base', base.armId, ...(isOnly ? ['--candidate', candidate.armId] : [])];
  if (baseline !== undefined) {
    const one = operandOf(candidate, './candidate');
    return [...one.before, ['microvm-bench', 'gate', one.operand, '--baseline', baseline, ...arms]];
  }
  const isWithin = base.runIds.some((runId) => candidate.runIds.includes(runId));
  if (isWithin) {
    const one = operandOf({ runIds: [...new Set([...base.runIds, ...candidate.runIds])] }, './runs');
    return [...one.before, ['microvm-bench', 'compare', one.operand, ...arms]];
  }
  const [first, second] = [operandOf(base, './base'), operandOf(candidate, './candidate')];
  const operands = [`${first.operand}:${base.armId}`, `${second.operand}:${candidate.armId}`];
  return [...first.before, ...second.before, ['microvm-bench', 'compare', ...operands]];
}

/** Several runs are one operand when they are gathered in a folder. */
function operandOf(
  { runIds }: Pick<ComparisonSide, 'runIds'>,
  folder: string,
): { readonly operand: string; readonly before: readonly (readonly string[])[] } {
  const [first = '', second] = runIds;
  if (second === undefined) return { operand: first, before: [] };
  return { operand: folder, before: [['microvm-bench', 'merge', ...runIds, '--output', folder]] };
}

/** A word as a shell takes it, quoted where it has to be. */
function shellWord(word: string): string {
  const plain = plainLine(word);
  return /^[\w@%+=:,./-]+$/.test(plain) ? plain : `'${plain.replaceAll("'", `'\\''`)}'`;
}

/** Of a command: some forty runs. */
const longestLine = 1500;

function preText(line: string): string {
  const references: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
  return cutMiddle(line, longestLine).replaceAll(/[&<>]/g, (character) => references[character] ?? '');
}
