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

/**
 * A gate that could not be asked has reasons and no entries; so has one whose sides do not match. Entries of several candidates may
 * have one sentence, and then as many reasons: each takes the next.
 */
function blocking(verdict: GateVerdict): readonly Annotation[] {
  const left = [...gateEntries(verdict)];
  return verdict.reasons.map((reason) => {
    const at = left.findIndex(({ sentence }) => sentence === reason);
    const [entry] = at === -1 ? [] : left.splice(at, 1);
    const title = entry === undefined ? `microvm-bench gate: ${verdict.status}` : titleOf(entry);
    return { level: 'error', title, message: reason };
  });
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
