import { existsSync } from 'node:fs';
import { readRun } from '../../analysis/read-run.ts';
import { BenchError } from '../../base/errors.ts';
import { optional } from '../../base/optional.ts';
import { openBaselineStore, type BaselineStore } from '../../harness/baseline-store.ts';
import type { BaselineEntry } from '../../model/baseline.ts';
import { suggest } from '../../model/suggest.ts';
import { printJson, type CliContext } from '../context.ts';
import { findRunFolder } from '../find-run-folder.ts';
import { listBaselines } from '../list-baselines.ts';
import { lockBaselines } from '../lock-baselines.ts';
import { loadSettings, type SettingOptions } from '../load-settings.ts';
import { terminalLine } from '../terminal-text.ts';

/** How `baseline` was called. */
export interface BaselineOptions extends SettingOptions {
  /** The action and what it is done with. */
  readonly operands: readonly string[];
  readonly reason?: string;
  readonly by?: string;
  readonly isDryRun: boolean;
  readonly isJson: boolean;
}

const actions = ['list', 'pin', 'accept', 'prune'] as const;

/** How many operands each action takes. */
const operandCounts: Readonly<Record<(typeof actions)[number], number>> = {
  list: 0,
  pin: 2,
  accept: 2,
  prune: 0,
};

/** Does one thing with the store of baselines; returns the exit status. */
export async function baselineCommandAction(options: BaselineOptions, context: CliContext): Promise<number> {
  const [text = '', ...operands] = options.operands;
  const action = chooseAction(text, operands);
  const settings = await loadSettings(context, options);
  const folder = settings.baselines.value;
  const store = openBaselineStore(folder);
  switch (action) {
    case 'list':
      return listBaselines(store, { isJson: options.isJson, now: Date.now() }, context);
    case 'pin':
    case 'accept':
      return move(store, { ...options, action, operands, folder }, context);
    case 'prune':
      return prune(store, { ...options, folder }, context);
  }
}

function chooseAction(text: string, operands: readonly string[]): (typeof actions)[number] {
  const action = actions.find((each) => each === text);
  if (action === undefined) {
    const near = suggest(text, actions);
    throw new BenchError('USAGE', `Cannot do "${text}" with baselines: there is no such action`, {
      hint: near === undefined ? `Give one of ${actions.join(', ')}` : `Did you mean ${near}?`,
    });
  }
  const wanted = operandCounts[action];
  if (operands.length === wanted) return action;
  const needed = wanted === 0 ? 'nothing more is needed' : 'a name and a run are needed';
  throw new BenchError('USAGE', `Cannot do "${action}" with ${operands.length} operands: ${needed}`, {
    hint: '"microvm-bench baseline --help" shows what there is',
  });
}

interface ChangeOptions extends BaselineOptions {
  /** Of the baselines. */
  readonly folder: string;
}

interface MoveOptions extends ChangeOptions {
  readonly action: 'pin' | 'accept';
}

async function move(store: BaselineStore, options: MoveOptions, context: CliContext): Promise<number> {
  const { action, operands, by } = options;
  const [name = '', run = ''] = operands;
  const reason = reasonFor(options);
  const folder = await findRunFolder(run, options, context);
  const { manifest } = readRun(folder);
  // What is not there cannot be accepted, nor pruned, and is not made for that.
  const isThere = action === 'pin' || existsSync(options.folder);
  await using _lock = isThere ? await lockBaselines(options.folder) : undefined;
  const pinnedAt = new Date().toISOString();
  const entry = store[action](name, { folder, manifest, pinnedAt, reason, ...optional('by', by) });
  printEntry(name, entry, { isJson: options.isJson, context });
  return 0;
}

function reasonFor({ action, reason }: MoveOptions): string {
  if (reason !== undefined && reason.trim() !== '') return reason;
  if (action === 'pin') return 'the first one';
  throw new BenchError('USAGE', 'Cannot move a baseline: there is no reason', {
    hint: 'Say with --reason why the new numbers are right',
  });
}

function printEntry(
  name: string,
  entry: BaselineEntry,
  { isJson, context }: { readonly isJson: boolean; readonly context: CliContext },
): void {
  if (isJson) printJson(context.stdout, { name, ...entry });
  else {
    const { runId, digest } = entry;
    context.stdout.write(`${name} is ${terminalLine(runId)} from now on, digest ${digest.slice(0, 16)}\n`);
  }
}

async function prune(store: BaselineStore, options: ChangeOptions, { stdout }: CliContext): Promise<number> {
  const { isDryRun, isJson } = options;
  const isChanged = !isDryRun && existsSync(options.folder);
  await using _lock = isChanged ? await lockBaselines(options.folder) : undefined;
  const folders = store.prune({ remove: !isDryRun });
  if (isJson) printJson(stdout, { removed: !isDryRun, folders });
  else {
    const word = isDryRun ? 'would remove' : 'removed';
    for (const folder of folders) stdout.write(`${word} ${terminalLine(folder)}\n`);
    if (folders.length === 0) stdout.write('nothing to remove: every run belongs to a name\n');
  }
  return 0;
}
