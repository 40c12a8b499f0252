import type { RunAnalysis } from '../model/analysis.ts';
import type { Case } from '../model/plan.ts';

/** undefined becomes an empty cell. */
export type Cell = string | number | boolean | undefined;

/** The parameters of all cases of all runs, each once, in the order in which they first come. */
export function parameterNames(runs: readonly RunAnalysis[]): readonly string[] {
  const cases = runs.flatMap(({ manifest }) => manifest.plan.cases);
  return [...new Set(cases.flatMap(({ point }) => Object.keys(point)))];
}

interface FixedColumns {
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/**
 * The header of a table of runs: the run where there are several, what stands before the parameters, one column a
 * parameter, and what stands after.
 */
export function tableColumns(
  runs: readonly RunAnalysis[],
  { before, after }: FixedColumns,
): readonly string[] {
  const fixed = [...(runs.length > 1 ? ['run'] : []), ...before];
  const taken = [...fixed, ...after];
  return [...fixed, ...parameterColumns(parameterNames(runs), taken), ...after];
}

/** One column a parameter; one that would take the name of another column gets `parameter_` before it. */
export function parameterColumns(names: readonly string[], taken: readonly string[]): readonly string[] {
  return names.map((name) => (taken.includes(name) ? `parameter_${name}` : name));
}

/** Cells for the run, which only tables of several have. */
export function runCells({ manifest }: RunAnalysis, runs: readonly RunAnalysis[]): readonly Cell[] {
  return runs.length > 1 ? [manifest.runId] : [];
}

/** Cells for the parameters, empty for those that the case's benchmark does not have. */
export function parameterCells(ofCase: Case | undefined, names: readonly string[]): readonly Cell[] {
  return names.map((name) => ofCase?.point[name]);
}
