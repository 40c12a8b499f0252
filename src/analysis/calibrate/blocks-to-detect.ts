import { detectableChange } from '../compare/precision.ts';

/** Below it the scatter of so few blocks is itself known too badly to promise anything. */
const leastBlocks = 12;

/** How far the logarithm of a ratio scatters when it is estimated from so many blocks. */
export interface Spread {
  readonly standardError: number;
  readonly blocks: number;
}

export interface DetectionWish {
  /** A share: 0.1 is 10 % slower. */
  readonly size: number;
  /** A share as well. */
  readonly margin: number;
  readonly alpha: number;
  readonly mostBlocks: number;
}

/** A number of blocks with what they see. */
export interface DetectionPlan {
  readonly blocks: number;
  /** With 80 %, as a ratio. */
  readonly detectable: number;
  /** Whether that is the size or less. */
  readonly isPromised: boolean;
}

/** The fewest blocks that find a change of the size with 80 %, at least 12; standard errors shrink with the root of their number. */
export function blocksToDetect(
  spread: Spread,
  { size, margin, alpha, mostBlocks }: DetectionWish,
): DetectionPlan {
  const wanted = Math.log1p(size);
  const thresholds = { margin: Math.log1p(margin), alpha };
  const detectableBy = (blocks: number): number =>
    detectableChange(spread.standardError * Math.sqrt(spread.blocks / blocks), thresholds);
  let blocks = Math.min(leastBlocks, mostBlocks);
  while (blocks < mostBlocks && detectableBy(blocks) > wanted) blocks += 1;
  const detectable = detectableBy(blocks);
  return { blocks, detectable: Math.exp(detectable), isPromised: detectable <= wanted };
}
