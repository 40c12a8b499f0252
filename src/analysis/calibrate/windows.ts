import type { TrialRecord } from '../../model/trial.ts';
import type { RunRecords } from '../run-facts.ts';

export interface WindowQuestion {
  readonly caseId: string;
  /** Base and candidate. Trials of other arms are left out. */
  readonly armIds: readonly [string, string];
  /** Of one window. */
  readonly blocks: number;
}

/**
 * Cuts the measured blocks of a case, in the order in which they ran, into windows that follow one another: each is a run of its
 * own with two arms, and no trial is in two of them. What is left at the end, and blocks that an early end cut short, belong to
 * none.
 */
export function disjointWindows(run: RunRecords, question: WindowQuestion): readonly RunRecords[] {
  const { caseId, armIds, blocks } = question;
  const byBlock = trialsByBlock(run, question);
  const whole = wholeBlocks(run, question, byBlock);
  const count = Math.floor(whole.length / blocks);
  return Array.from({ length: count }, (_, index) => {
    const indices = whole.slice(index * blocks, (index + 1) * blocks);
    return oneWindow(run, { caseId, armIds, trials: indices.flatMap((block) => byBlock.get(block) ?? []) });
  });
}

function trialsByBlock(
  { trials }: RunRecords,
  { caseId, armIds }: WindowQuestion,
): ReadonlyMap<number, readonly TrialRecord[]> {
  const byBlock = new Map<number, TrialRecord[]>();
  for (const trial of trials) {
    if (trial.caseId !== caseId || trial.isWarmup || !armIds.includes(trial.armId)) continue;
    const others = byBlock.get(trial.block);
    if (others === undefined) byBlock.set(trial.block, [trial]);
    else others.push(trial);
  }
  return byBlock;
}

/** Blocks of which every planned trial of both arms has ended by itself, by number. */
function wholeBlocks(
  { manifest }: RunRecords,
  { caseId, armIds }: WindowQuestion,
  byBlock: ReadonlyMap<number, readonly TrialRecord[]>,
): readonly number[] {
  return manifest.plan.blocks
    .filter((block) => block.caseId === caseId && !block.isWarmup)
    .filter(({ index, trials }) => {
      const planned = trials.filter(({ armId }) => armIds.includes(armId)).length;
      const ended = (byBlock.get(index) ?? []).filter(({ outcome }) => outcome.status !== 'aborted');
      return ended.length === planned;
    })
    .map(({ index }) => index)
    .toSorted((a, b) => a - b);
}

function oneWindow(
  { manifest }: RunRecords,
  { caseId, armIds, trials }: Omit<WindowQuestion, 'blocks'> & { readonly trials: readonly TrialRecord[] },
): RunRecords {
  const { plan } = manifest;
  const arms = plan.arms.filter(({ id }) => armIds.includes(id));
  const cases = plan.cases.filter(({ id }) => id === caseId);
  return { manifest: { ...manifest, plan: { ...plan, arms, cases, findings: [] } }, trials };
}
