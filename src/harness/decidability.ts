import type { Finding } from '../model/finding.ts';
import type { Plan } from '../model/plan.ts';
import { alphaAfter } from '../model/stopping.ts';
import { smallestBlockP, smallestNormalP } from '../stats/smallest-p.ts';

/** Whether a plan of several arms can show anything at all: the least p of its blocks against what Holm asks for first. */
export interface Decidability {
  /** The least two-sided p that `compare` can give a comparison with the first arm in this case, before Holm. */
  readonly smallestP: number;
  /** α, or what the last look of a plan has left of it, over the headlines of all cases and candidates. */
  readonly neededP: number;
}

/** Of the gated family, as `compare` has it without a policy of one's own. */
const alpha = 0.05;

type Planned = Pick<Plan, 'arms' | 'cases' | 'blocks' | 'stopping'>;

/** Undefined for a run of one arm, which compares nothing, and for a case without measured blocks. */
export function decidabilityOf(caseId: string, plan: Planned): Decidability | undefined {
  const { arms, cases, blocks, stopping } = plan;
  const [base, ...candidates] = arms;
  const measured = blocks.filter((block) => block.caseId === caseId && !block.isWarmup);
  if (base === undefined || candidates.length === 0 || measured.length === 0) return undefined;
  const shapes = measured.map(({ trials }) => {
    const each = trials.filter(({ armId }) => armId === base.id).length;
    return { base: each, candidate: each };
  });
  return {
    smallestP: stopping?.kind === 'sequential' ? smallestNormalP(shapes) : smallestBlockP(shapes),
    neededP: alphaAfter(stopping, { stoppedBy: undefined, alpha }) / (cases.length * candidates.length),
  };
}

/** A finding for each case in which even the most extreme result would decide nothing. */
export function findUndecidable(plan: Planned): readonly Finding[] {
  const lacking = plan.cases.flatMap(({ id }) => {
    const found = decidabilityOf(id, plan);
    return found === undefined || found.smallestP <= found.neededP ? [] : [found];
  });
  const [first] = lacking;
  if (first === undefined) return [];
  return [
    {
      rule: 'plan-cannot-decide',
      severity: 'warning',
      message:
        `${lacking.length} of ${plan.cases.length} cases cannot show a change, whatever is measured: the least p that their blocks ` +
        `can have is ${shortP(first.smallestP)}, and ${shortP(first.neededP)} is needed`,
      advice: 'Plan more trials or fewer cases; "microvm-bench plan" tells how many',
    },
  ];
}

function shortP(p: number): string {
  return String(Number(p.toPrecision(2)));
}
