import type { GateVerdict } from '../model/gate-verdict.ts';
import { cutMiddle } from './cut-text.ts';
import { gateEntries, type GateEntry } from './gate-entries.ts';
import { githubCommand } from './github-commands.ts';

/** GitHub shows ten annotations of a step; other steps want some as well. */
const mostAnnotations = 5;
const longestMessage = 1000;

interface Annotation {
  readonly level: 'error' | 'warning';
  readonly title: string;
  readonly message: string;
}

/**
 * A verdict as workflow commands of GitHub, a line each: what blocks as errors, what is only let pass as warnings, worst
 * first, at most five, then one that counts the rest. Empty where nothing is bad.
 */
export function gateAnnotations(verdict: GateVerdict): string {
  const all = [...blocking(verdict), ...letPass(verdict)];
  const shown = all.slice(0, mostAnnotations);
  const lines = shown.map(({ level, title, message }) =>
    githubCommand(level, { title: cutMiddle(title, 200) }, cutMiddle(message, longestMessage)),
  );
  const left = all.length - shown.length;
  if (left > 0) {
    const text = `${left} more like these: verdict.json and the job summary have all of them`;
    lines.push(githubCommand('notice', { title: 'microvm-bench gate' }, text));
  }
  return lines.map((line) => `${line}\n`).join('');
}

/** In the order of the status: what is proved, what makes the data unusable, what is open. */
function blocking(verdict: GateVerdict): readonly Annotation[] {
  const entries = gateEntries(verdict).filter(({ bearing }) => bearing === 'blocks');
  const isOpen = (entry: GateEntry): boolean => entry.verdict === 'inconclusive';
  const annotate = (entry: GateEntry): Annotation => ({
    level: 'error',
    title: titleOf(entry),
    message: entry.sentence,
  });
  const title = `microvm-bench gate: ${verdict.status}`;
  return [
    ...entries.filter((entry) => !isOpen(entry)).map(annotate),
    ...verdict.otherReasons.map((message) => ({ level: 'error', title, message }) as const),
    ...entries.filter(isOpen).map(annotate),
  ];
}

function letPass(verdict: GateVerdict): readonly Annotation[] {
  return gateEntries(verdict)
    .filter(({ bearing }) => bearing === 'let-pass')
    .map((entry) => ({
      level: 'warning',
      title: titleOf(entry),
      message: `${entry.letPassBy ?? 'let pass'}: ${entry.sentence}`,
    }));
}

function titleOf({ name, verdict }: GateEntry): string {
  return `${name}: ${verdict}`;
}
