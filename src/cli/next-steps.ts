import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { RunAnalysis } from '../model/analysis.ts';
import { byGravity, gatedOf, moreText } from '../model/comparison-text.ts';
import type { Comparison } from '../model/comparison.ts';
import { shellWords } from '../report/shell-words.ts';
import { terminalLine } from './terminal-text.ts';

/** A command to go on with, and what it is for. */
interface NextStep {
  readonly command: string;
  readonly why: string;
}

/** Where the files of a run are, and the one command that makes sense for what was seen in it. */
export function formatNextSteps(analysis: RunAnalysis, folder: string, run: string): string {
  const { command, why } = nextStep(analysis, folder, run);
  const page = join(folder, 'report.html');
  return [
    `files: ${folder}`,
    ...(existsSync(page) ? [`page: ${page}`] : []),
    `next: ${command}`,
    `  ${terminalLine(why)}`,
    '',
  ].join('\n');
}

/** What failed comes before what is not known, that before what is bad, and that before what is left to read. */
function nextStep(analysis: RunAnalysis, folder: string, run: string): NextStep {
  const { comparison, manifest } = analysis;
  const gated = comparison === undefined ? [] : byGravity(gatedOf(comparison));
  const failed = failedStep(analysis, folder);
  if (failed !== undefined) return failed;
  if (manifest.end.status !== 'complete') {
    const why = 'runs all of it again: this one did not come to its end';
    return { command: shellWords(manifest.command), why };
  }
  const inconclusive = gated.find(({ verdict }) => verdict === 'inconclusive');
  if (inconclusive !== undefined) return moreStep(inconclusive, analysis, run);
  const [worst] = gated;
  if (worst !== undefined && worst.verdict !== 'equivalent') {
    const command = shellWords(['microvm-bench', 'explain', worst.metric.id, run]);
    return { command, why: `tells why ${worst.metric.id} ${worst.verdict}, and what would flip it` };
  }
  return existsSync(join(folder, 'report.html'))
    ? {
        command: shellWords(['microvm-bench', 'export', run, '--format', 'long-csv']),
        why: 'gives one row a sample',
      }
    : {
        command: shellWords(['microvm-bench', 'report', run]),
        why: 'makes the page, which is not there yet',
      };
}

function failedStep({ trials }: RunAnalysis, folder: string): NextStep | undefined {
  const failed = trials.flatMap(({ outcome }) => (outcome.status === 'failed' ? [outcome] : []));
  const evidence = failed.find((outcome) => outcome.evidence !== undefined)?.evidence;
  if (evidence === undefined) return undefined;
  const why = `has what the first of ${failed.length} failed trials left: log, console, metrics`;
  return { command: shellWords(['ls', join(folder, evidence)]), why };
}

/** As many trials as the comparison lacks, where a number of them would do. */
function moreStep({ metric, caseId, more }: Comparison, { manifest }: RunAnalysis, run: string): NextStep {
  const what = `${metric.id} of ${caseId} is inconclusive`;
  const again =
    more === undefined ? undefined : withTrials(manifest.command, manifest.plan.trialsPerCase + more.trials);
  if (more === undefined || again === undefined || more.trials > mostTrials) {
    return {
      command: shellWords(['microvm-bench', 'plan', '--from', run]),
      why: `${what}: shows what could decide it`,
    };
  }
  return { command: shellWords(again), why: `${what}: it ${moreText(more)}` };
}

/** More are no advice. */
const mostTrials = 100_000;

/** The command line of a run with another number of trials; undefined where it is none. */
function withTrials(command: readonly string[], trials: number): readonly string[] | undefined {
  if (command[1] !== 'run') return undefined;
  const kept = command.filter((word, index) => {
    const isValue = ['-n', '--trials'].includes(command[index - 1] ?? '');
    return !isValue && !/^(?:-n\d*|--trials(?:=.*)?)$/.test(word);
  });
  return [...kept, '--trials', String(trials)];
}
