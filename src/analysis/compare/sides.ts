import { BenchError } from '../../base/errors.ts';
import type { ComparisonSide } from '../../model/comparison.ts';
import { suggest } from '../../model/suggest.ts';
import type { RunRecords } from '../run-facts.ts';

/** One arm of one run or of several. */
export interface Side extends Pick<ComparisonSide, 'id' | 'armId'> {
  readonly runs: readonly RunRecords[];
}

export interface Sides {
  readonly base: Side;
  readonly candidates: readonly Side[];
}

/** What one operand of a comparison names: a run, or a folder of several, and maybe an arm of it. */
export interface SideOperand {
  /** As it was given, for messages. */
  readonly label: string;
  readonly runs: readonly RunRecords[];
  readonly armId?: string;
  /** What the reader is to know it by, where it was given one. */
  readonly name?: string;
}

/**
 * Of one operand: its first arm, or the one named, against every other arm. Of two: the first against the second.
 * @throws BenchError `USAGE` where the arms cannot be told
 */
export function chooseSides(
  operands: readonly SideOperand[],
  arms: { readonly base?: string; readonly candidate?: string },
): Sides {
  const [first, second, third] = operands;
  if (first === undefined || third !== undefined) {
    throw new BenchError('USAGE', `Cannot compare ${operands.length} operands: one or two are needed`, {
      hint: 'Give a run with several arms, or base and candidate; several runs of one side go into a folder or a campaign',
    });
  }
  operands.forEach(refuseCopies);
  return second === undefined ? sidesWithin(first, arms) : sidesOfTwo(first, second, arms);
}

/** A run that was copied beside itself would count twice. */
function refuseCopies({ label, runs }: SideOperand): void {
  const ids = runs.map(({ manifest }) => manifest.runId);
  const copied = ids.find((id, index) => ids.indexOf(id) !== index);
  if (copied === undefined) return;
  throw new BenchError('USAGE', `Cannot compare "${label}": it holds the run ${copied} twice`, {
    hint: 'Remove the copy, or give the runs by their own folders',
  });
}

function sidesWithin(
  operand: SideOperand,
  arms: { readonly base?: string; readonly candidate?: string },
): Sides {
  const ids = armIdsOf(operand);
  const baseId = requireArm(operand, arms.base ?? operand.armId ?? ids[0] ?? 'base');
  const others = ids.filter((id) => id !== baseId);
  const candidateIds = arms.candidate === undefined ? others : [requireArm(operand, arms.candidate)];
  if (candidateIds.length === 0 || candidateIds.includes(baseId)) {
    throw new BenchError(
      'USAGE',
      `Cannot compare "${operand.label}" with itself: arm ${baseId} is all there is`,
      {
        hint: 'Run with several arms (--arm base=… --arm candidate=…), or give a second run to compare with',
      },
    );
  }
  const sideOf = (armId: string): Side => ({ id: armId, armId, runs: runsWith(operand, armId) });
  return { base: sideOf(baseId), candidates: candidateIds.map(sideOf) };
}

function sidesOfTwo(
  first: SideOperand,
  second: SideOperand,
  arms: { readonly base?: string; readonly candidate?: string },
): Sides {
  const base = wholeSide(first, { wanted: arms.base, flag: '--base' });
  const candidate = wholeSide(second, { wanted: arms.candidate, flag: '--candidate' });
  const isSame = base.armId === candidate.armId && base.runs.some((run) => isAmong(run, candidate.runs));
  if (isSame) {
    throw new BenchError('USAGE', `Cannot compare "${first.label}" with itself: both are arm ${base.armId}`);
  }
  return { base, candidates: [candidate] };
}

/** A baseline's operand takes no ":arm", so that the hint is the flag, which always works. */
function wholeSide(
  operand: SideOperand,
  { wanted, flag }: { readonly wanted: string | undefined; readonly flag: string },
): Side {
  const ids = armIdsOf(operand);
  const armId = wanted ?? operand.armId ?? (ids.length === 1 ? ids[0] : undefined);
  if (armId === undefined) {
    throw new BenchError('USAGE', `Cannot tell which arm of "${operand.label}" is meant: ${ids.join(', ')}`, {
      hint: `Give ${flag} ${ids[0] ?? 'base'}`,
    });
  }
  const known = requireArm(operand, armId);
  const runs = runsWith(operand, known);
  const [only] = runs;
  const runName =
    operand.name ?? (runs.length === 1 && only !== undefined ? only.manifest.runId : operand.label);
  return { id: ids.length === 1 ? runName : `${runName}:${known}`, armId: known, runs };
}

/**
 * The first operand as the base of each other one. Each is of one arm.
 * @throws BenchError `USAGE` where an arm cannot be told
 */
export function chooseSidesAgainstFirst([first, ...others]: readonly SideOperand[]): Sides {
  if (first === undefined || others.length === 0) {
    throw new BenchError('USAGE', 'Cannot compare fewer than two operands');
  }
  const base = wholeSide(first, { wanted: undefined, flag: '--base' });
  const candidates = others.map((other) => wholeSide(other, { wanted: undefined, flag: '--candidate' }));
  return { base, candidates };
}

function isAmong(run: RunRecords, others: readonly RunRecords[]): boolean {
  return others.some(({ manifest }) => manifest.runId === run.manifest.runId);
}

function armIdsOf({ runs }: SideOperand): readonly string[] {
  return [...new Set(runs.flatMap(({ manifest }) => manifest.plan.arms.map(({ id }) => id)))];
}

function runsWith({ runs }: SideOperand, armId: string): readonly RunRecords[] {
  return runs.filter(({ manifest }) => manifest.plan.arms.some(({ id }) => id === armId));
}

function requireArm(operand: SideOperand, armId: string): string {
  const ids = armIdsOf(operand);
  if (ids.includes(armId)) return armId;
  const near = suggest(armId, ids);
  throw new BenchError('USAGE', `Cannot find the arm "${armId}" in "${operand.label}"`, {
    hint: near === undefined ? `Its arms are ${ids.join(', ')}` : `Did you mean ${near}?`,
  });
}
