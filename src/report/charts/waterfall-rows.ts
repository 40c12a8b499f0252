import { formatScaled, unitLabel, type DisplayScale } from '../../model/format-number.ts';
import type { PhaseChange } from '../../model/figures/phase-change.ts';

/** A bar of the waterfall. Its ends are what is printed: rounded, so that the printed steps add up to the printed total. */
export interface WaterfallRow {
  readonly phase: string;
  readonly kind: 'longer' | 'shorter' | 'total';
  /** In the display unit. */
  readonly from: number;
  readonly to: number;
  /** "+1.23 ms". */
  readonly text: string;
}

/** A step below this share of the largest one is told together with the others. */
const leastShare = 0.02;

/**
 * The steps of a difference, small ones joined into one, and the total after them. What is rounded are the ends, not the steps:
 * a step then is off by less than one of its last digit, and all of them add up.
 */
export function waterfallRows({ steps, totalUs }: PhaseChange, scale: DisplayScale): readonly WaterfallRow[] {
  let endUs = 0;
  let from = 0;
  const rows = joinSmall(steps).map(({ phase, changeUs }, index, all): WaterfallRow => {
    endUs = index === all.length - 1 ? totalUs : endUs + changeUs;
    const begin = from;
    from = Number(formatScaled(endUs, scale));
    return row(phase, { from: begin, to: from }, scale);
  });
  const total = Number(formatScaled(totalUs, scale));
  return [...rows, { ...row('total', { from: 0, to: total }, scale), kind: 'total' }];
}

type Step = Pick<PhaseChange['steps'][number], 'phase' | 'changeUs'>;

/** "unaccounted" stays, and stays the last. */
function joinSmall(steps: readonly Step[]): readonly Step[] {
  const phases = steps.slice(0, -1);
  const largest = Math.max(...steps.map(({ changeUs }) => Math.abs(changeUs)));
  const small = phases.filter(({ changeUs }) => Math.abs(changeUs) <= leastShare * largest);
  if (small.length < 2) return steps;
  const rest = small.reduce((sum, { changeUs }) => sum + changeUs, 0);
  const large = phases.filter((step) => !small.includes(step));
  return [...large, { phase: `${small.length} other phases`, changeUs: rest }, ...steps.slice(-1)];
}

function row(
  phase: string,
  { from, to }: { readonly from: number; readonly to: number },
  { unit, decimals }: DisplayScale,
): WaterfallRow {
  const change = Number((to - from).toFixed(decimals));
  return {
    phase,
    kind: change < 0 ? 'shorter' : 'longer',
    from,
    to,
    text: `${signOf(change)}${Math.abs(change).toFixed(decimals)} ${unitLabel(unit)}`,
  };
}

function signOf(change: number): string {
  if (change === 0) return '';
  return change < 0 ? '-' : '+';
}
