import { join, resolve } from 'node:path';
import { writeFileAtomic } from '../../base/atomic-file.ts';
import { BenchError } from '../../base/errors.ts';
import { optional } from '../../base/optional.ts';
import { effectivePolicy } from '../../analysis/gate/effective-policy.ts';
import { wholeNumber } from '../../harness/setting-text.ts';
import type { EffectivePolicy, GateVerdict } from '../../model/gate-verdict.ts';
import { failedGate } from '../../analysis/gate/failed-gate.ts';
import { gateMarkdown } from '../../report/gate-markdown.ts';
import { formatGate } from '../../report/gate-text.ts';
import { chooseFormat } from '../choose-format.ts';
import { printJson, type CliContext } from '../context.ts';
import { exitCodeOf } from '../exit-codes.ts';
import { formatFindings } from '../format-findings.ts';
import { judgeRun, type JudgedOptions } from '../judge-run.ts';
import { loadConfig } from '../load-config.ts';
import { locatePackage } from '../package-root.ts';
import {
  annotate,
  isForGithub,
  isGateId,
  printForGithub,
  requireGateId,
  writeGateFiles,
  type GateOutputs,
} from '../publish-gate.ts';
import { findOperandFolder } from '../read-sides.ts';
import { readToolVersions } from '../tool-versions.ts';

/** How `gate` was called. */
export interface GateOptions extends JudgedOptions, GateOutputs {
  readonly output?: string;
  /** A blocking regression counts only when fresh trials show it as well. */
  readonly isConfirmed: boolean;
  readonly confirmTrials?: string;
  readonly format: string;
  readonly isQuiet: boolean;
}

const formats = ['human', 'json', 'md'] as const;

/** Judges, writes the verdict, prints it; the exit status is the verdict's. */
export async function gateCommandAction(options: GateOptions, context: CliContext): Promise<number> {
  const output = options.output === undefined ? [] : [resolve(context.cwd, options.output)];
  const tool = readToolVersions(locatePackage().root)['microvm-bench'] ?? 'unknown';
  const told = { options, tool, output };
  const policy = await readPolicy(told, context);
  try {
    const format = chooseFormat(options.format, formats);
    requireGateId(options.gateId);
    const trials = readConfirmTrials(options);
    // Loaded only when it is asked for: judging needs neither root nor what measures.
    const confirm = options.isConfirmed ? await import('../confirm/confirm.ts') : undefined;
    confirm?.requireFreshTrials();
    const { verdict: first, sides, folder, origins } = await judgeRun(options, { policy, tool }, context);
    const again = { sides, folder, isQuiet: options.isQuiet, ...optional('trials', trials) };
    const verdict = (await confirm?.confirmVerdict(first, again, context)) ?? first;
    writeVerdict(verdict, [...output, join(folder, 'verdict.json')]);
    writeGateFiles(verdict, { ...options, origins }, context);
    print(verdict, { ...options, format }, context);
    return verdict.exitCode;
  } catch (thrown) {
    await tellFailure(thrown, { ...told, policy }, context);
    throw thrown;
  }
}

/** A configuration that cannot be read is told like every other failure; the policy of that verdict is the default one. */
async function readPolicy(told: Omit<FailedRun, 'policy'>, context: CliContext): Promise<EffectivePolicy> {
  try {
    const { config } = await loadConfig(context, told.options.configFile);
    return effectivePolicy(config.gate ?? {});
  } catch (thrown) {
    await tellFailure(thrown, { ...told, policy: effectivePolicy({}) }, context);
    throw thrown;
  }
}

/** @throws BenchError `USAGE` */
function readConfirmTrials({ isConfirmed, confirmTrials }: GateOptions): number | undefined {
  if (confirmTrials === undefined) return undefined;
  if (isConfirmed) return wholeNumber(1)(confirmTrials, '--confirm-trials');
  throw new BenchError('USAGE', 'Cannot use --confirm-trials: nothing is to be confirmed', {
    hint: 'Give --confirm as well',
  });
}

function writeVerdict(verdict: GateVerdict, paths: readonly string[]): void {
  const text = `${JSON.stringify(verdict, undefined, 2)}\n`;
  for (const path of paths) writeFileAtomic(path, text);
}

interface FailedRun {
  readonly options: GateOptions;
  readonly policy: EffectivePolicy;
  readonly tool: string;
  readonly output: readonly string[];
}

/** Whoever reads the files alone must not take old ones for this gate's. */
async function tellFailure(thrown: unknown, failed: FailedRun, context: CliContext): Promise<void> {
  const { options, policy, tool, output } = failed;
  const verdict = failedGate(thrown, { policy, tool, exitCode: exitCodeOf(thrown) });
  const folders = await candidateFolders(options, context);
  writeVerdict(verdict, [...output, ...folders.map((folder) => join(folder, 'verdict.json'))]);
  writeGateFiles(verdict, { ...withoutBadMarker(options), origins: [] }, context);
  if (isForGithub(options, context)) {
    annotate(verdict, { ...context, isJson: options.format === 'json' });
  }
}

/** A comment under an id that is refused would replace another gate's, or none. */
function withoutBadMarker({ comment, ...options }: GateOptions): GateOutputs {
  return isGateId(options.gateId)
    ? { ...options, ...optional('comment', comment) }
    : { ...options, gateId: 'default' };
}

/** The candidate's folder, unless it is what could not be found. */
async function candidateFolders(options: GateOptions, context: CliContext): Promise<readonly string[]> {
  const last = options.operands.at(-1);
  if (last === undefined) return [];
  try {
    return [await findOperandFolder(last, options, context)];
  } catch {
    // That it is not there is the failure that is told.
    return [];
  }
}

interface PrintOptions extends GateOutputs {
  readonly format: (typeof formats)[number];
  readonly isQuiet: boolean;
}

function print(verdict: GateVerdict, options: PrintOptions, context: CliContext): void {
  const printAll = (): void => {
    printVerdict(verdict, options.format, context);
    if (!options.isQuiet) context.stderr.write(formatFindings(verdict.findings, context.colors.stderr));
  };
  if (!isForGithub(options, context)) printAll();
  else printForGithub(verdict, printAll, { ...context, isJson: options.format === 'json' });
}

function printVerdict(verdict: GateVerdict, format: PrintOptions['format'], { stdout }: CliContext): void {
  switch (format) {
    case 'human':
      stdout.write(formatGate(verdict, stdout.columns ?? 0));
      break;
    case 'json':
      printJson(stdout, verdict);
      break;
    case 'md':
      stdout.write(gateMarkdown(verdict));
      break;
  }
}
