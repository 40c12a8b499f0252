import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { terminalLine, terminalLines } from '../../../src/cli/terminal-text.ts';

describe('terminalLine()', () => {
  it.each([
    ['plain text, 12 µs ±3 %', 'plain text, 12 µs ±3 %'],
    ['\u001b[31mred\u001b[0m', '\\x1b[31mred\\x1b[0m'],
    ['\u001b]0;title\u0007', '\\x1b]0;title\\x07'],
    ['\u009b2J', '\\x9b2J'],
    ['a\r\nb\tc', 'a\\x0d\\nb\\tc'],
    ['abc\u202edcba', 'abc\\u202edcba'],
    ['a\u2066b\u2069', 'a\\u2066b\\u2069'],
    ['a\ud800b 😀', 'a\\ud800b 😀'],
  ])('makes %j harmless', (text, expected) => {
    expect(terminalLine(text)).toBe(expected);
  });

  it('lets no control character through, whatever comes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        return !/[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/u.test(terminalLine(text));
      }),
    );
  });
});

describe('terminalLines()', () => {
  it('keeps line ends and nothing else', () => {
    expect(terminalLines('a\u001bb\r\nc\n')).toEqual(['a\\x1bb', 'c', '']);
  });
});
