import { optional } from '../base/optional.ts';
import { readRuns } from '../analysis/read-runs.ts';
import { chooseSides, type SideOperand, type Sides } from '../analysis/compare/sides.ts';
import type { CliContext } from './context.ts';
import { findRunPaths } from './find-run-paths.ts';
import type { SettingOptions } from './load-settings.ts';

/** What names the two sides of a comparison on the command line. */
export interface SideOptions extends SettingOptions {
  /** One or two, each a run, a campaign or a folder of runs, or "<run>:<arm>". */
  readonly operands: readonly string[];
  readonly base?: string;
  readonly candidate?: string;
}

/** The sides with the folder that the last operand names: the candidate's. */
export interface ReadSides {
  readonly sides: Sides;
  readonly candidateFolder: string;
}

/**
 * Reads the runs that a comparison is about.
 * @throws BenchError `RUN_NOT_FOUND`, `RUN_MALFORMED`, `USAGE`
 */
export async function readSides(options: SideOptions, context: CliContext): Promise<ReadSides> {
  const operands: SideOperand[] = [];
  let candidateFolder = '';
  for (const operand of options.operands) {
    const read = await readOperand(operand, options, context);
    candidateFolder = read.folder;
    operands.push(read.operand);
  }
  const { base, candidate } = options;
  const sides = chooseSides(operands, { ...optional('base', base), ...optional('candidate', candidate) });
  return { sides, candidateFolder };
}

/**
 * Reads what one operand names.
 * @throws BenchError `RUN_NOT_FOUND`, `RUN_MALFORMED`
 */
export async function readOperand(
  text: string,
  options: SettingOptions,
  context: CliContext,
): Promise<{ readonly operand: SideOperand; readonly folder: string }> {
  const { path, armId } = splitOperand(text);
  const folder = await findOperandFolder(text, options, context);
  const runs = readRuns([folder]).map(({ records }) => records);
  return { operand: { label: path, runs, ...optional('armId', armId) }, folder };
}

/** The folder of a run, of a campaign or of several runs that one operand names. */
export async function findOperandFolder(
  text: string,
  options: SettingOptions,
  context: CliContext,
): Promise<string> {
  const [folder = ''] = await findRunPaths([splitOperand(text).path], options, context);
  return folder;
}

/** "<run>:<arm>" in its parts. */
function splitOperand(text: string): { readonly path: string; readonly armId?: string } {
  const [, path = text, armId] = withArm.exec(text) ?? [];
  return { path, ...optional('armId', armId) };
}

const withArm = /^(.+):([A-Za-z][\w.-]*)$/;
