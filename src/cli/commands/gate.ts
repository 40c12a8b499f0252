import { join, resolve } from 'node:path';
import { writeFileAtomic } from '../../base/atomic-file.ts';
import { BenchError } from '../../base/errors.ts';
import { optional } from '../../base/optional.ts';
import { effectivePolicy } from '../../analysis/gate/effective-policy.ts';
import { judgeGate } from '../../analysis/gate/judge-gate.ts';
import { wholeNumber } from '../../harness/setting-text.ts';
import type { GateVerdict } from '../../model/gate-verdict.ts';
import { failedGate } from '../../analysis/gate/failed-gate.ts';
import { gateMarkdown } from '../../report/gate-markdown.ts';
import { formatGate } from '../../report/gate-text.ts';
import { chooseFormat } from '../choose-format.ts';
import { seedOf } from '../comparison-settings.ts';
import { printJson, type CliContext } from '../context.ts';
import { exitCodeOf } from '../exit-codes.ts';
import { formatFindings } from '../format-findings.ts';
import { loadConfig } from '../load-config.ts';
import { locatePackage } from '../package-root.ts';
import { readSides, type SideOptions } from '../read-sides.ts';
import { readToolVersions } from '../tool-versions.ts';

/** How `gate` was called. */
export interface GateOptions extends SideOptions {
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
  const format = chooseFormat(options.format, formats);
  const trials = readConfirmTrials(options);
  const output = options.output === undefined ? [] : [resolve(context.cwd, options.output)];
  const tool = readToolVersions(locatePackage().root)['microvm-bench'] ?? 'unknown';
  const { config } = await loadConfig(context, options.configFile);
  const policy = effectivePolicy(config.gate ?? {});
  try {
    // Loaded only when it is asked for: judging needs neither root nor what measures.
    const confirm = options.isConfirmed ? await import('../confirm/confirm.ts') : undefined;
    confirm?.requireFreshTrials();
    const { sides, candidateFolder } = await readSides(options, context);
    const first = judgeGate({ sides, policy, seed: seedOf(sides), tool });
    const again = { sides, folder: candidateFolder, isQuiet: options.isQuiet, ...optional('trials', trials) };
    const verdict = (await confirm?.confirmVerdict(first, again, context)) ?? first;
    writeVerdict(verdict, [join(candidateFolder, 'verdict.json'), ...output]);
    print(verdict, { format, isQuiet: options.isQuiet }, context);
    return verdict.exitCode;
  } catch (thrown) {
    // Whoever reads the file alone must not take an old one for this gate's.
    writeVerdict(failedGate(thrown, { policy, tool, exitCode: exitCodeOf(thrown) }), output);
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

interface PrintOptions {
  readonly format: (typeof formats)[number];
  readonly isQuiet: boolean;
}

function print(verdict: GateVerdict, { format, isQuiet }: PrintOptions, context: CliContext): void {
  const { stdout, stderr, colors } = context;
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
  if (!isQuiet) stderr.write(formatFindings(verdict.findings, colors.stderr));
}
