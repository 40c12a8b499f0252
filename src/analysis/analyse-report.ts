import { BenchError } from '../base/errors.ts';
import { optional } from '../base/optional.ts';
import type { RunAnalysis } from '../model/analysis.ts';
import type { RunComparison } from '../model/comparison.ts';
import type { Finding } from '../model/finding.ts';
import type { HostDifference, ReportAnalysis, ReportedRun } from '../model/report.ts';
import { analyseRecords } from './analyse-run.ts';
import { compareSides } from './compare/compare-sides.ts';
import { defaultPolicy } from './compare/policy.ts';
import { chooseSides, chooseSidesAgainstFirst, type SideOperand, type Sides } from './compare/sides.ts';
import { figuresOf } from './figures.ts';
import { bySeverity } from './findings.ts';
import { makeHistory } from './history.ts';
import { leavesOf } from './host-leaves.ts';

/** Fewer runs have no course over time. */
const fewestRunsOfHistory = 3;

/** What whoever publishes a report says of it. */
export interface ReportWords {
  readonly title?: string;
  readonly authors: readonly string[];
}

/** A run alone as a report, known by its id where it was given no other name. */
export function reportOfRun(
  analysis: RunAnalysis,
  words: ReportWords = { authors: [] },
  label = analysis.manifest.runId,
): ReportAnalysis {
  const { manifest, comparison, findings, methods } = analysis;
  const runs = [{ ...analysis, label }];
  return {
    title: words.title ?? manifest.title,
    authors: words.authors,
    runs,
    ...optional('comparison', comparison),
    figures: figuresOf(runs, comparison),
    hostDifferences: [],
    findings: withComparison(findings, comparison?.findings ?? []),
    methods,
  };
}

/**
 * Everything that a report of one or several runs shows. Where all of them have the same several arms these are compared, by
 * each run's own blocks; else, where each operand is of one arm, the first operand is the base of all others.
 * @throws BenchError `USAGE` when a run is given twice
 */
export function analyseReport(operands: readonly SideOperand[], words: ReportWords): ReportAnalysis {
  const runs = operands.flatMap(labelledRuns);
  refuseCopies(runs);
  const [first, ...others] = runs;
  if (first === undefined) throw new BenchError('USAGE', 'Cannot report on no run: at least one is needed');
  if (others.length === 0) return reportOfRun(first, words, first.label);
  const comparison = compareOperands(operands);
  const records = operands.flatMap((operand) => operand.runs);
  return {
    title: words.title ?? commonTitle(runs),
    authors: words.authors,
    runs,
    ...optional('comparison', comparison),
    figures: figuresOf(runs, comparison),
    ...optional(
      'history',
      runs.length < fewestRunsOfHistory ? undefined : makeHistory(records, { metrics: [], cases: [] }),
    ),
    hostDifferences: hostDifferences(runs),
    findings: bySeverity([
      ...findingsOfAll(runs, comparison?.findings ?? []),
      ...comparedWhat(operands, comparison),
    ]),
    methods: first.methods,
  };
}

/** A name that was given stands for a single run, and before the numbers of several; a run alone has its id else. */
function labelledRuns({ runs, name }: SideOperand): readonly ReportedRun[] {
  return runs.map((records, index) => ({
    ...analyseRecords(records),
    label: runs.length === 1 ? (name ?? records.manifest.runId) : `${name ?? 'run'} ${index + 1}`,
  }));
}

function refuseCopies(runs: readonly ReportedRun[]): void {
  for (const key of [({ manifest }: ReportedRun) => manifest.runId, ({ label }: ReportedRun) => label]) {
    const keys = runs.map(key);
    const twice = keys.find((each, index) => keys.indexOf(each) !== index);
    if (twice === undefined) continue;
    throw new BenchError('USAGE', `Cannot report on "${twice}" twice: each run is read once`, {
      hint: 'Give each run once, and each a name of its own',
    });
  }
}

function compareOperands(operands: readonly SideOperand[]): RunComparison | undefined {
  const sides = sidesOf(operands);
  return sides === undefined ? undefined : compareSides(sides, defaultPolicy(seedOf(sides)));
}

/** Several operands of the same several arms are one campaign: each run compares its own arms. */
function sidesOf(operands: readonly SideOperand[]): Sides | undefined {
  const runs = operands.flatMap((operand) => operand.runs);
  const armsOf = ({ manifest }: SideOperand['runs'][number]): string =>
    JSON.stringify(manifest.plan.arms.map(({ id }) => id).toSorted());
  const armSets = new Set(runs.map(armsOf));
  const hasSeveralArms = runs.some(({ manifest }) => manifest.plan.arms.length > 1);
  if (hasSeveralArms) {
    return armSets.size === 1 ? chooseSides([{ label: 'the runs', runs }], {}) : undefined;
  }
  return operands.length > 1 ? chooseSidesAgainstFirst(operands) : undefined;
}

function seedOf({ base }: Sides): number {
  return base.runs[0]?.manifest.plan.seed ?? 1;
}

function commonTitle(runs: readonly ReportedRun[]): string {
  const titles = [...new Set(runs.map(({ manifest }) => manifest.title))];
  return titles.length === 1 ? `${titles[0] ?? ''}, ${runs.length} runs` : titles.join(' · ');
}

/** Each finding once, with the runs that have it where not all do; what the comparison says of plans is among the runs' own. */
function findingsOfAll(runs: readonly ReportedRun[], ofComparison: readonly Finding[]): readonly Finding[] {
  const labels = new Map<string, string[]>();
  const keyOf = (finding: Finding): string => JSON.stringify(finding);
  for (const { label, findings } of runs) {
    for (const key of new Set(findings.map(keyOf))) labels.set(key, [...(labels.get(key) ?? []), label]);
  }
  const ofRuns = runs.flatMap(({ findings }) =>
    findings.map((finding) => {
      const having = labels.get(keyOf(finding)) ?? [];
      const place = having.length === runs.length ? '' : `${having.join(', ')}: `;
      return { ...finding, message: `${place}${finding.message}` };
    }),
  );
  return withComparison(
    ofRuns,
    ofComparison.filter((finding) => !labels.has(keyOf(finding))),
  );
}

/** Of a comparison a run that was cut short is an error, which makes the run's own warning of it one too many. */
function withComparison(own: readonly Finding[], ofComparison: readonly Finding[]): readonly Finding[] {
  const isIncomplete = ofComparison.some(({ rule }) => rule === 'run-incomplete');
  const kept = own.filter(({ rule }) => !isIncomplete || rule !== 'run-interrupted');
  return bySeverity([...kept, ...ofComparison]);
}

/** Of several operands it is not plain what was held against what. */
function comparedWhat(
  operands: readonly SideOperand[],
  comparison: RunComparison | undefined,
): readonly Finding[] {
  if (operands.length < 2) return [];
  if (comparison === undefined) {
    return [
      {
        rule: 'runs-not-compared',
        severity: 'warning',
        message: 'Nothing is compared: the runs do not all have the same arms',
        advice:
          'Report runs with the same arms, or runs of one arm each; see the arms of one run in its own report',
      },
    ];
  }
  const isWithin = comparison.candidates.some(({ runIds }) =>
    runIds.includes(comparison.base.runIds[0] ?? ''),
  );
  if (!isWithin) return [];
  return [
    {
      rule: 'runs-not-compared',
      severity: 'note',
      message: 'The arms within each run are compared, and not the runs with each other',
      advice: 'Compare one arm of two runs by `compare <run>:<arm> <run>:<arm>`',
    },
  ];
}

/** Identity and settings of the machine, and the CPUs that were measured on, where not all runs have them alike. */
function hostDifferences(runs: readonly ReportedRun[]): readonly HostDifference[] {
  const leaves = runs.map(({ manifest: { host, measuredCpus } }) =>
    leavesOf({
      ...(host === undefined ? {} : { host: { identity: host.identity, settings: host.settings } }),
      measuredCpus,
    }),
  );
  const facts = [...new Set(leaves.flatMap((each) => [...each.keys()]))];
  return facts
    .map((fact) => ({ fact, values: leaves.map((each) => each.get(fact) ?? 'not told') }))
    .filter(({ values }) => new Set(values).size > 1);
}
