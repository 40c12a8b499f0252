import { optional } from '../base/optional.ts';
import type { MetricDefinition } from '../model/metric.ts';
import type { Plan } from '../model/plan.ts';
import type { RunStop, Stopping } from '../model/stopping.ts';
import type { BlockWatch } from './block-watch.ts';
import { halfWidthOf, scoresOf, type HeadlineEvidence } from './headline-evidence.ts';

/** Decides, between two blocks, whether another one begins. */
export interface StopRule {
  /** Why none does; undefined where the run goes on. To be asked once after each block. */
  readonly ask: () => Omit<RunStop, 'blocks'> | undefined;
  /** At which look a group-sequential plan is that has come to the end of its blocks. */
  readonly atEnd: () => Omit<RunStop, 'blocks'> | undefined;
  /** Of a run that ends by it: how well the headline of a case is known so far, as `halfWidthOf` has it. */
  readonly precisionOf: (caseId: string) => number | undefined;
}

export interface StopRuleInput {
  readonly plan: Pick<Plan, 'stopping' | 'cases' | 'arms'>;
  readonly watch: Pick<BlockWatch, 'validBlocks'>;
  readonly headlineOf: (caseId: string) => MetricDefinition | undefined;
  /** Since the run began. */
  readonly elapsedMs: () => number;
}

export function createStopRule(input: StopRuleInput): StopRule {
  const { plan, elapsedMs } = input;
  const stopping: Stopping = plan.stopping ?? { kind: 'fixed' };
  const evidence = (caseId: string): HeadlineEvidence | undefined => evidenceOf(caseId, input);
  const widths = memoizeByBlocks(evidence, halfWidthOf);
  const isOver = (budgetMs: number | undefined): Omit<RunStop, 'blocks'> | undefined =>
    budgetMs !== undefined && elapsedMs() >= budgetMs ? { by: 'budget' } : undefined;
  const looks = stopping.kind === 'sequential' ? createLooks(stopping, input) : undefined;
  const isPrecise = ({ halfWidth, leastBlocks }: Extract<Stopping, { kind: 'precision' }>): boolean =>
    plan.cases.every(({ id }) => {
      const isEnough = input.watch.validBlocks(id).length >= leastBlocks;
      return isEnough && (widths(id) ?? Infinity) <= halfWidth;
    });
  return {
    ask() {
      switch (stopping.kind) {
        case 'fixed':
          return undefined;
        case 'budget':
          return isOver(stopping.budgetMs);
        case 'precision':
          return isPrecise(stopping) ? { by: 'precision' } : isOver(stopping.budgetMs);
        case 'sequential':
          return looks?.look() ?? isOver(stopping.budgetMs);
      }
    },
    atEnd: () =>
      stopping.kind === 'sequential' ? { by: 'sequential', look: stopping.looks.length } : undefined,
    precisionOf: (caseId) => (stopping.kind === 'precision' ? widths(caseId) : undefined),
  };
}

function evidenceOf(
  caseId: string,
  { plan, watch, headlineOf }: StopRuleInput,
): HeadlineEvidence | undefined {
  const metric = headlineOf(caseId);
  if (metric === undefined) return undefined;
  return { blocks: watch.validBlocks(caseId), armIds: plan.arms.map(({ id }) => id), metric };
}

/** Computes anew only when a case has another block: of a run with many cases that is one of them a block. */
function memoizeByBlocks(
  evidence: (caseId: string) => HeadlineEvidence | undefined,
  compute: (evidence: HeadlineEvidence) => number | undefined,
): (caseId: string) => number | undefined {
  const known = new Map<string, { readonly count: number; readonly value?: number }>();
  return (caseId) => {
    const seen = evidence(caseId);
    if (seen === undefined) return undefined;
    const before = known.get(caseId);
    if (before?.count === seen.blocks.length) return before.value;
    const value = compute(seen);
    known.set(caseId, { count: seen.blocks.length, ...optional('value', value) });
    return value;
  };
}

interface Looks {
  readonly look: () => Omit<RunStop, 'blocks'> | undefined;
}

/** Looks once at each planned number of blocks; a run that is between two of them has not been looked at. */
function createLooks({ looks }: Extract<Stopping, { kind: 'sequential' }>, input: StopRuleInput): Looks {
  const { plan, watch } = input;
  let done = 0;
  const isDue = (blocks: number): boolean =>
    plan.cases.every(({ id }) => watch.validBlocks(id).length >= blocks);
  const isDecided = (bound: number): boolean =>
    plan.cases.every(({ id }) => {
      const evidence = evidenceOf(id, input);
      const scores = evidence === undefined ? [] : scoresOf(evidence);
      return scores.length > 0 && scores.every((z) => z !== undefined && Math.abs(z) >= bound);
    });
  return {
    look() {
      const next = looks[done];
      if (next === undefined || !isDue(next.blocks)) return undefined;
      done += 1;
      return isDecided(next.bound) ? { by: 'sequential', look: done } : undefined;
    },
  };
}
