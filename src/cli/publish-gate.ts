import { randomUUID } from 'node:crypto';
import { appendFileSync, existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { writeFileAtomic } from '../base/atomic-file.ts';
import { BenchError, errorMessage } from '../base/errors.ts';
import type { GateVerdict } from '../model/gate-verdict.ts';
import { gateAnnotations } from '../report/gate-annotations.ts';
import { commentBytes, gateComment, type CommentOptions } from '../report/gate-comment.ts';
import { gateJunit } from '../report/gate-junit.ts';
import type { CliContext, OutputStream } from './context.ts';

/** What of a verdict is made for CI. */
export interface GateOutputs {
  readonly junit?: string;
  readonly comment?: string;
  readonly gateId: string;
  /** Annotations and job summary, also where GITHUB_ACTIONS does not ask for them. */
  readonly isGithub: boolean;
}

/** GitHub's limit of a step's summary. */
const summaryBytes = 1024 * 1024;

/** Whether it is fit for the comment's marker. */
export function isGateId(text: string): boolean {
  return /^[\w.-]{1,64}$/.test(text) && !text.includes('--');
}

/** @throws BenchError `USAGE` for what could end the comment's marker, or be another one's */
export function requireGateId(text: string): string {
  if (isGateId(text)) return text;
  throw new BenchError('USAGE', `Cannot use --gate-id "${text}": it is no id`, {
    hint: 'Use 1 to 64 letters, digits, dots, underscores and single hyphens',
  });
}

/** Whether commands and a summary for GitHub are wanted. */
export function isForGithub({ isGithub }: GateOutputs, { env }: Pick<CliContext, 'env'>): boolean {
  return isGithub || env['GITHUB_ACTIONS'] === 'true';
}

/** Writes the files that CI asks for, and appends to the job summary. */
export function writeGateFiles(
  verdict: GateVerdict,
  outputs: GateOutputs & Pick<CommentOptions, 'origins' | 'baseline'>,
  context: CliContext,
): void {
  const { junit, comment } = outputs;
  const textOf = (mostBytes: number): string => gateComment(verdict, { ...outputs, mostBytes });
  if (junit !== undefined) writeFileAtomic(resolve(context.cwd, junit), gateJunit(verdict));
  if (comment !== undefined) writeFileAtomic(resolve(context.cwd, comment), textOf(commentBytes));
  const summary = context.env['GITHUB_STEP_SUMMARY'] ?? '';
  if (summary !== '' && isForGithub(outputs, context)) appendSummary(summary, textOf);
}

function appendSummary(path: string, textOf: (mostBytes: number) => string): void {
  try {
    const left = summaryBytes - (existsSync(path) ? statSync(path).size : 0);
    appendFileSync(path, textOf(left));
  } catch (thrown) {
    const text = `Cannot append to the job summary "${path}": ${errorMessage(thrown)}`;
    throw new BenchError('RESULTS_NOT_WRITABLE', text, { cause: thrown });
  }
}

/** The streams of a command that may print one JSON document on standard output, and nothing beside it. */
export interface GithubStreams extends Pick<CliContext, 'stdout' | 'stderr'> {
  readonly isJson: boolean;
}

/** Prints the annotations, beside a JSON document on standard error: GitHub reads commands from both. */
export function annotate(verdict: GateVerdict, streams: GithubStreams): void {
  streamOf(streams).write(gateAnnotations(verdict));
}

/** Prints what is for people, in which GitHub must find no command whatever a case is called, and then the annotations. */
export function printForGithub(verdict: GateVerdict, print: () => void, streams: GithubStreams): void {
  const token = randomUUID();
  streamOf(streams).write(`::stop-commands::${token}\n`);
  print();
  streamOf(streams).write(`::${token}::\n`);
  annotate(verdict, streams);
}

function streamOf({ stdout, stderr, isJson }: GithubStreams): OutputStream {
  return isJson ? stderr : stdout;
}
