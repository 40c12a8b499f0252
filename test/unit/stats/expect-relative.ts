import { expect } from 'vitest';

/** Fails where the two differ by more than the tolerance times the expected value; nothing but 0 is near 0. */
export function expectRelative(seen: number, expected: number, tolerance = 1e-9): void {
  const isNear = Math.abs(seen - expected) <= tolerance * Math.abs(expected);
  expect(isNear, `${String(seen)} is not ${String(expected)} within ${String(tolerance)}`).toBe(true);
}
