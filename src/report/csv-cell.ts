import type { RunAnalysis } from '../model/analysis.ts';
import type { Case } from '../model/plan.ts';

/** undefined becomes an empty cell. */
export type Cell = string | number | boolean | undefined;

/** The parameters of all cases of all runs, each once, in the order in which they first come. */
export function parameterNames(runs: readonly RunAnalysis[]): readonly string[] {
  const cases = runs.flatMap(({ manifest }) => manifest.plan.cases);
  return [...new Set(cases.flatMap(({ point }) => Object.keys(point)))];
}

/** The column that tells the rows of several runs apart; one run has none. */
export function runColumns(runs: readonly RunAnalysis[]): readonly string[] {
  return runs.length > 1 ? ['run'] : [];
}

/** Cells for `runColumns`. */
export function runCells({ manifest }: RunAnalysis, runs: readonly RunAnalysis[]): readonly Cell[] {
  return runs.length > 1 ? [manifest.runId] : [];
}

/** One column a parameter; one that would take the name of another column gets `parameter_` before it. */
export function parameterColumns(names: readonly string[], taken: readonly string[]): readonly string[] {
  return names.map((name) => (taken.includes(name) ? `parameter_${name}` : name));
}

/** Cells for the parameters, empty for those that the case's benchmark does not have. */
export function parameterCells(ofCase: Case | undefined, names: readonly string[]): readonly Cell[] {
  return names.map((name) => ofCase?.point[name]);
}
