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
    const [, path = operand, armId] = withArm.exec(operand) ?? [];
    const folders = await findRunPaths([path], options, context);
    candidateFolder = folders[0] ?? '';
    const runs = readRuns(folders).map(({ records }) => records);
    operands.push({ label: path, runs, ...optional('armId', armId) });
  }
  const { base, candidate } = options;
  const sides = chooseSides(operands, { ...optional('base', base), ...optional('candidate', candidate) });
  return { sides, candidateFolder };
}

const withArm = /^(.+):([A-Za-z][\w.-]*)$/;
