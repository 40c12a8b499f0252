import { BenchError, errorMessage, unwrapSuppressed } from '../base/errors.ts';
import type { Palette } from './color.ts';
import { terminalLine, terminalLines } from './terminal-text.ts';

/** What `--json` prints when the command failed. */
export interface ErrorDocument {
  readonly error: {
    /** Absent for an internal error. */
    readonly code?: string;
    readonly message: string;
    readonly hint?: string;
    /** Outermost first. */
    readonly causes: readonly string[];
  };
  /** Failures of the clean-up after it. */
  readonly later: readonly string[];
}

function isToldBy(text: string, message: string): boolean {
  return message === '' || text.includes(message);
}

/** The causes of a failure, outermost first; what the text above already tells is left out. */
export function causesOf(thrown: unknown): readonly string[] {
  const causes: string[] = [];
  const seen = new Set<unknown>([thrown]);
  let told = errorMessage(thrown);
  const visit = (parent: unknown): void => {
    const inner: readonly unknown[] = parent instanceof AggregateError ? parent.errors : [];
    const next = parent instanceof Error && parent.cause !== undefined ? [...inner, parent.cause] : inner;
    for (const cause of next) {
      if (seen.has(cause)) continue;
      seen.add(cause);
      const message = errorMessage(cause);
      if (!isToldBy(told, message)) {
        causes.push(message);
        told += message;
      }
      visit(cause);
    }
  };
  visit(thrown);
  return causes;
}

function stackLines(thrown: unknown): readonly string[] {
  if (!(thrown instanceof Error) || thrown.stack === undefined) return [];
  return thrown.stack
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .map((line) => `  ${terminalLine(line.trim())}`);
}

function formatHead(label: string, text: string): readonly string[] {
  const [first = '', ...rest] = terminalLines(text);
  return [`${label}: ${first}`, ...rest.map((line) => `  ${line}`)];
}

function formatFailure(thrown: unknown, palette: Palette): readonly string[] {
  const causes = causesOf(thrown).map((cause) => `  caused by: ${terminalLine(cause)}`);
  if (!(thrown instanceof BenchError)) {
    const label = palette.red('internal error');
    const hint = 'This is a defect of microvm-bench; report it with these lines';
    return [...formatHead(label, errorMessage(thrown)), ...stackLines(thrown), ...causes, `  hint: ${hint}`];
  }
  const label = `${palette.red('error')} ${thrown.code}`;
  const hint = thrown.hint === undefined ? [] : [`  ${palette.cyan('hint')}: ${terminalLine(thrown.hint)}`];
  return [...formatHead(label, thrown.message), ...causes, ...hint];
}

/**
 * A failure for people: code and message, causes, hint; then what failed while cleaning up after it. Nothing in it
 * can steer the terminal.
 */
export function formatError(thrown: unknown, palette: Palette): string {
  const { first, later } = unwrapSuppressed(thrown);
  const lines = [...formatFailure(first, palette)];
  for (const failure of later) lines.push('then, while cleaning up:', ...formatFailure(failure, palette));
  return `${lines.join('\n')}\n`;
}

/** The same failure for programs. */
export function errorDocument(thrown: unknown): ErrorDocument {
  const { first, later } = unwrapSuppressed(thrown);
  const known = first instanceof BenchError ? first : undefined;
  return {
    error: {
      ...(known && { code: known.code }),
      message: errorMessage(first),
      ...(known?.hint !== undefined && { hint: known.hint }),
      causes: causesOf(first),
    },
    later: later.map(errorMessage),
  };
}
