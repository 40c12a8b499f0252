import { optional } from '../../base/optional.ts';
import { caseId } from '../../harness/make-plan.ts';
import type { ArmDifference } from '../../model/arm.ts';
import type { Arm, Block, Case, Plan, PlannedTrial } from '../../model/plan.ts';
import type { SourceData, SourceTrial } from './import-source.ts';

/** A trial of a source with its place in the plan. */
export interface PlacedTrial {
  readonly planned: PlannedTrial;
  readonly source: SourceTrial;
}

export interface ImportedPlan {
  readonly plan: Plan;
  readonly placed: readonly PlacedTrial[];
}

const onlyArm = 'base';

/** The plan that such trials would have had: what a source does not tell of it is not in it. */
export function planImported(data: SourceData): ImportedPlan {
  const arms = nameArms(data.trials);
  const placed = placeTrials(data.trials, arms);
  const cases = new Map(
    data.trials.map(({ benchmark, point }): [string, Case] => {
      const id = caseId(benchmark, point);
      return [id, { id, benchmarkId: benchmark, point }];
    }),
  );
  const blocks = blocksOf(placed);
  const plan: Plan = {
    seed: 0,
    generator: 'no generator: imported',
    arms: [...arms].map(([label, id]) => toArm(id, label, data.armsDifferIn)),
    ...optional('armDifferences', differencesOf([...arms.keys()], data.armsDifferIn)),
    cases: [...cases.values()],
    blocks,
    trialsPerCase: mostTrials(placed),
    trialTimeoutMs: 0,
    findings: [],
  };
  return { plan, placed };
}

/** Ids by what the source calls its arms: what a command line can name. */
function nameArms(trials: readonly SourceTrial[]): ReadonlyMap<string, string> {
  const ids = new Map<string, string>();
  for (const { arm = onlyArm } of trials) {
    if (ids.has(arm)) continue;
    const plain = arm.replaceAll(/[^A-Za-z0-9_.]+/g, '-').replaceAll(/^-+|-+$/g, '');
    const stem = (/^[A-Za-z]/.test(plain) ? plain : `arm-${plain}`).slice(0, 28);
    const taken = [...ids.values()];
    const free = [stem, ...taken.map((_, index) => `${stem}-${index + 2}`)].find((id) => !taken.includes(id));
    ids.set(arm, free ?? stem);
  }
  return ids;
}

function toArm(id: string, label: string, what: string | undefined): Arm {
  return what === undefined || id === label ? { id } : { id, overrides: { [what]: label } };
}

function differencesOf(
  labels: readonly string[],
  what: string | undefined,
): readonly ArmDifference[] | undefined {
  return labels.length < 2 ? undefined : [{ what: what ?? 'arm', values: labels }];
}

/** A trial whose block is not told is one by itself. */
function placeTrials(
  trials: readonly SourceTrial[],
  arms: ReadonlyMap<string, string>,
): readonly PlacedTrial[] {
  const blocks = new Map<string, number>();
  const sizes = new Map<number, number>();
  const ids = trials.flatMap(({ id }) => id ?? []);
  const hasIds = ids.length === trials.length && new Set(ids).size === ids.length;
  const digits = Math.max(4, String(trials.length).length);
  return trials.map((source, index) => {
    const { benchmark, point, arm = onlyArm, block: name, isWarmup = false } = source;
    const ofCase = caseId(benchmark, point);
    const key = JSON.stringify([ofCase, name ?? '', name === undefined ? index : '']);
    const block = blocks.get(key) ?? blocks.size;
    blocks.set(key, block);
    const position = sizes.get(block) ?? 0;
    sizes.set(block, position + 1);
    const id = hasIds ? (source.id ?? '') : `t${String(index + 1).padStart(digits, '0')}`;
    return {
      source,
      planned: { id, caseId: ofCase, armId: arms.get(arm) ?? arm, block, position, isWarmup },
    };
  });
}

function blocksOf(placed: readonly PlacedTrial[]): readonly Block[] {
  const blocks = new Map<number, PlannedTrial[]>();
  for (const { planned } of placed) {
    const trials = blocks.get(planned.block);
    if (trials === undefined) blocks.set(planned.block, [planned]);
    else trials.push(planned);
  }
  return [...blocks].map(([index, trials]) => {
    return {
      index,
      caseId: trials[0]?.caseId ?? '',
      isWarmup: trials.every(({ isWarmup }) => isWarmup),
      trials,
    };
  });
}

/** Measured trials of the case and arm that has most of them. */
function mostTrials(placed: readonly PlacedTrial[]): number {
  const counts = new Map<string, number>();
  for (const { planned } of placed) {
    const key = JSON.stringify([planned.caseId, planned.armId]);
    if (!planned.isWarmup) counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return [...counts.values()].reduce((most, count) => Math.max(most, count), 0);
}
