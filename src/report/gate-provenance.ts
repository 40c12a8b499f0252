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

/** How the candidate was measured and how it is compared again. */
export function gateReproduction({ base, candidates }: GateVerdict, origins: readonly RunOrigin[]): string {
  const [candidate] = candidates;
  const candidateRun = candidate?.runIds[0];
  if (base === undefined || candidateRun === undefined) return '';
  const command = origins.find(({ runId }) => runId === candidateRun)?.command ?? [];
  const lines = [
    ...(command.length === 0 ? [] : [command.map(shellWord).join(' ')]),
    ['microvm-bench', 'compare', ...operands(base.runIds[0] ?? candidateRun, candidateRun)]
      .map(shellWord)
      .join(' '),
  ];
  const text = lines.map((line) => preText(line)).join('\n');
  return `To repeat it:\n\n<pre>${text}</pre>`;
}

function operands(baseRun: string, candidateRun: string): readonly string[] {
  return baseRun === candidateRun ? [candidateRun] : [baseRun, candidateRun];
}

/** A word as a shell takes it, quoted where it has to be. */
function shellWord(word: string): string {
  const plain = plainLine(word);
  return /^[\w@%+=:,./-]+$/.test(plain) ? plain : `'${plain.replaceAll("'", `'\\''`)}'`;
}

function preText(line: string): string {
  const references: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
  return cutMiddle(line, 400).replaceAll(/[&<>]/g, (character) => references[character] ?? '');
}
