import type { Case } from '../model/plan.ts';

/** undefined becomes an empty cell. */
export type Cell = string | number | boolean | undefined;

/** The parameters of all cases, each once, in the order in which they first come. */
export function parameterNames(cases: readonly Case[]): readonly string[] {
  return [...new Set(cases.flatMap(({ point }) => Object.keys(point)))];
}

/** One column a parameter; one that would take the name of another column gets `parameter_` before it. */
export function parameterColumns(names: readonly string[], taken: readonly string[]): readonly string[] {
  return names.map((name) => (taken.includes(name) ? `parameter_${name}` : name));
}

/** Cells for the parameters, empty for those that the case's benchmark does not have. */
export function parameterCells(ofCase: Case | undefined, names: readonly string[]): readonly Cell[] {
  return names.map((name) => ofCase?.point[name]);
}
