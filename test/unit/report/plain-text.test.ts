import { describe, expect, it } from 'vitest';
import { plainLine, plainText } from '../../../src/report/plain-text.ts';

describe('plainText()', () => {
  it.each([
    ['an escape sequence', '\u001b[31mred', '\uFFFD[31mred'],
    ['a NUL', 'a\u0000b', 'a\uFFFDb'],
    ['a C1 control', 'a\u009bb', 'a\uFFFDb'],
    ['a bidirectional override', 'a\u202Eb', 'a\uFFFDb'],
    ['a lone surrogate', 'a\ud800b', 'a\uFFFDb'],
    ['letters, signs and pairs of surrogates', 'µs ≥ 1 \u{1f980}', 'µs ≥ 1 \u{1f980}'],
    ['newline and tab', 'a\n\tb', 'a\n\tb'],
  ])('deals with %s', (_what, text, plain) => {
    expect(plainText(text)).toBe(plain);
  });
});

describe('plainLine()', () => {
  it('makes newlines and tabs one space', () => {
    expect(plainLine('a\n\tb')).toBe('a b');
  });
});
