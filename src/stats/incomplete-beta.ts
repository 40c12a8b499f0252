/**
 * The regularised incomplete beta function, from which the beta, Student-t and binomial distributions follow. Everything
 * is done in logarithms, so that no tail underflows. Own, since no package of JavaScript that was tried keeps nine
 * digits of a quantile or has tails at all.
 */
import { BenchError } from '../base/errors.ts';

/** Shapes of a beta distribution, both above 0. */
export interface BetaShape {
  readonly a: number;
  readonly b: number;
}

/** The natural logarithms of x and of 1 − x. */
interface LogPoint {
  readonly logX: number;
  readonly logY: number;
}

/** The natural logarithms of a probability and of what it leaves to 1. */
export interface LogShare {
  readonly log: number;
  readonly logRest: number;
}

/**
 * Logarithms of I_x(a, b) and of 1 − I_x(a, b), good to about (a + b)·1e-16 in either.
 * @throws BenchError `SAMPLE_INVALID` for a shape that is not a number above 0
 */
export function logIncompleteBeta(point: LogPoint, shape: BetaShape): LogShare {
  checkShape(shape);
  const { a, b } = shape;
  // The continued fraction converges fast below about the mean; above, it is that of the other side.
  if (Math.exp(point.logX) > (a + 1) / (a + b + 2)) {
    const mirrored = logLowerSide({ logX: point.logY, logY: point.logX }, { a: b, b: a });
    return { log: logOfRest(mirrored), logRest: mirrored };
  }
  const log = logLowerSide(point, shape);
  return { log, logRest: logOfRest(log) };
}

/**
 * The u with I_x(a, b) equal to the share at x = 1/(1 + e^−u). Newton's method on the logarithm of the smaller tail: that
 * is concave in u, so from below the root it climbs towards it and never passes.
 * @throws BenchError `SAMPLE_INVALID`
 */
export function logitOfBetaQuantile(share: LogShare, shape: BetaShape): number {
  checkShape(shape);
  if (share.log > share.logRest) {
    return -logitOfBetaQuantile({ log: share.logRest, logRest: share.log }, { a: shape.b, b: shape.a });
  }
  let u = Math.log(shape.a / shape.b);
  for (let round = 0; round < 200; round += 1) {
    const point = { logX: logLogistic(u), logY: logLogistic(-u) };
    const { log } = logIncompleteBeta(point, shape);
    const step = (share.log - log) / Math.exp(logDensity(point, shape) - log);
    u += step;
    if (Math.abs(step) <= 1e-15 * Math.max(1, Math.abs(u))) break;
  }
  return u;
}

/** ln(1/(1 + e^−u)). */
export function logLogistic(u: number): number {
  return Math.min(u, 0) - Math.log1p(Math.exp(-Math.abs(u)));
}

/** ln(1 − e^log). */
function logOfRest(log: number): number {
  return log > -Math.LN2 ? Math.log(-Math.expm1(log)) : Math.log1p(-Math.exp(log));
}

function logLowerSide(point: LogPoint, shape: BetaShape): number {
  return logDensity(point, shape) - Math.log(shape.a) + Math.log(continuedFraction(point, shape));
}

/** ln(x^a·(1 − x)^b / B(a, b)), the density over the logit; by Stirling's error, in which the large terms cancel. */
function logDensity({ logX, logY }: LogPoint, { a, b }: BetaShape): number {
  const n = a + b;
  const powers = a * (logX - Math.log(a / n)) + b * (logY - Math.log(b / n));
  const errors = stirlingError(n) - stirlingError(a) - stirlingError(b);
  return powers + errors + 0.5 * Math.log((a / n) * (b / (2 * Math.PI)));
}

/** ln Γ(z + 1) − (z + ½)·ln z + z − ½·ln 2π: the series from 10 on, the recurrence below. */
function stirlingError(z: number): number {
  let shifted = z;
  let sum = 0;
  for (; shifted < 10; shifted += 1) sum += (shifted + 0.5) * Math.log1p(1 / shifted) - 1;
  const square = shifted * shifted;
  const coefficients = [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360_360, 1 / 156];
  return sum + coefficients.reduceRight((inner, each) => inner / square + each, 0) / shifted;
}

/** I_x(a, b) over its first term (Abramowitz and Stegun 26.5.8), by Lentz's method. */
function continuedFraction({ logX }: LogPoint, { a, b }: BetaShape): number {
  const x = Math.exp(logX);
  let c = 1;
  let d = 1 / (1 - ((a + b) * x) / (a + 1));
  let value = d;
  // About √(a + b) rounds are needed; the bound is far above.
  for (let m = 1; m < 1e6; m += 1) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / (1 + even * d);
    c = 1 + even / c;
    value *= c * d;
    d = 1 / (1 + odd * d);
    c = 1 + odd / c;
    value *= c * d;
    if (Math.abs(c * d - 1) < 1e-16) break;
  }
  return value;
}

function checkShape({ a, b }: BetaShape): void {
  if (a > 0 && b > 0 && Number.isFinite(a + b)) return;
  const text = `Cannot compute a beta distribution: its shapes are ${String(a)} and ${String(b)}`;
  throw new BenchError('SAMPLE_INVALID', text);
}
