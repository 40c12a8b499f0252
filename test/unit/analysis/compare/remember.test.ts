import { describe, expect, it } from 'vitest';
import { rememberLast } from '../../../../src/analysis/compare/remember.ts';

describe('rememberLast()', () => {
  it('keeps the values that were asked for last, and computes the others again', () => {
    const computed: string[] = [];
    const known = rememberLast<string>(2);
    const ask = (key: string): string =>
      known(key, () => {
        computed.push(key);
        return key.toUpperCase();
      });
    expect(['a', 'b', 'a', 'c', 'a', 'b'].map(ask)).toEqual(['A', 'B', 'A', 'C', 'A', 'B']);
    expect(computed).toEqual(['a', 'b', 'c', 'b']);
  });
});
