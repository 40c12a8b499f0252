import { readRun } from '../analysis/read-run.ts';
import { BenchError, errorMessage } from '../base/errors.ts';
import type { BaselineStore } from '../harness/baseline-store.ts';
import { fitCell, toMarkdownTable } from '../report/markdown.ts';
import { printJson, type CliContext } from './context.ts';
import { exitCodeOf } from './exit-codes.ts';
import { terminalLine } from './terminal-text.ts';

/** One name, and what is wrong with it where its run cannot be used. */
interface ListedBaseline {
  readonly name: string;
  readonly runId?: string;
  readonly host?: string;
  readonly digest?: string;
  readonly pinnedAt?: string;
  readonly reason?: string;
  readonly by?: string;
  readonly problem?: string;
}

interface ListOptions {
  readonly isJson: boolean;
  /** Milliseconds since 1970, from which ages count. */
  readonly now: number;
}

/**
 * Lists every name with the run that it stands for; each run is read and held to its digest.
 * @returns 0, or 65 where one cannot be used
 */
export function listBaselines(store: BaselineStore, options: ListOptions, context: CliContext): number {
  const { stdout } = context;
  const listed = store.names().map((name) => lookAt(store, name));
  if (options.isJson) printJson(stdout, { baselines: listed });
  else if (listed.length === 0) stdout.write('no baselines: make one with `microvm-bench baseline pin`\n');
  else stdout.write(`${formatList(listed, options.now)}\n`);
  return listed.some(({ problem }) => problem !== undefined) ? damagedStatus : 0;
}

const damagedStatus = exitCodeOf(new BenchError('RUN_MALFORMED', ''));

function lookAt(store: BaselineStore, name: string): ListedBaseline {
  try {
    const { entry, folder } = store.locate(name);
    const { manifest } = readRun(folder);
    return { name, ...entry, host: manifest.host?.identity.hostname ?? 'not told' };
  } catch (thrown) {
    return { name, problem: errorMessage(thrown) };
  }
}

function formatList(listed: readonly ListedBaseline[], now: number): string {
  const good = listed.filter(({ problem }) => problem === undefined);
  const rows = good.map(({ name, runId = '', host = '', pinnedAt = '', digest = '' }) => [
    name,
    fitCell(runId),
    fitCell(host),
    formatAge(now - Date.parse(pinnedAt)),
    digest.slice(0, 16),
  ]);
  const table = toMarkdownTable(
    [['name', 'run', 'host', 'age', 'digest'], ...rows],
    ['l', 'l', 'l', 'r', 'l'],
  );
  const problems = listed.flatMap(({ name, problem }) =>
    problem === undefined ? [] : [`${name} cannot be used: ${terminalLine(problem)}`],
  );
  return [...(good.length === 0 ? [] : [table]), ...problems].join('\n');
}

/** "12 min", "5 h", "40 days". */
export function formatAge(ageMs: number): string {
  const minutes = Math.max(0, Math.round(ageMs / 60_000));
  if (minutes < 120) return `${minutes} min`;
  const hours = Math.round(minutes / 60);
  return hours < 48 ? `${hours} h` : `${Math.round(hours / 24)} days`;
}
