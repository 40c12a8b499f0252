import { expect } from 'vitest';

/** For a field of an expected object: any text that holds this string, or matches this pattern. */
export function textMatching(expected: string | RegExp): unknown {
  return typeof expected === 'string' ? expect.stringContaining(expected) : expect.stringMatching(expected);
}
