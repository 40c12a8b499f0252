import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchesGlob } from '../../../src/model/glob.ts';

describe('matchesGlob()', () => {
  it.each([
    ['boot.guest', 'boot.guest', true],
    ['boot.guest', 'boot.guest_cpu', false],
    ['boot.guest', 'xboot.guest', false],
    ['boot.guest', 'bootXguest', false],
    ['*', '', true],
    ['*', 'boot-time/vcpus=1,memMib=128', true],
    ['', '', true],
    ['', 'a', false],
    ['boot.*', 'boot.guest', true],
    ['boot.*', 'reboot.guest', false],
    ['*.guest', 'boot.guest', true],
    ['*.guest', 'boot.guest_cpu', false],
    ['boot-time/*memMib=128', 'boot-time/vcpus=1,memMib=128', true],
    ['*vcpus=1*', 'boot-time/vcpus=1,memMib=128', true],
    ['ab*ba', 'aba', false],
    ['ab*ba', 'abba', true],
    ['a*b*b', 'ab', false],
    ['a*b*b', 'abb', true],
    ['a**b', 'ab', true],
    ['[a-z]?', '[a-z]?', true],
    ['[a-z]?', 'ab', false],
    ['a*', 'a\nb', true],
  ])('%j and %j: %s', (pattern, text, expected) => {
    expect(matchesGlob(pattern, text)).toBe(expected);
  });

  it('says what the regular expression says in which each star is ".*"', () => {
    const letters = (alphabet: readonly string[]): fc.Arbitrary<string> =>
      fc.string({ unit: fc.constantFrom(...alphabet), maxLength: 8 });
    fc.assert(
      fc.property(letters(['a', 'b', '*']), letters(['a', 'b']), (pattern, text) => {
        const expected = new RegExp(`^${pattern.replaceAll('*', '.*')}$`, 's').test(text);
        expect(matchesGlob(pattern, text)).toBe(expected);
      }),
    );
  });

  it('takes no longer for many stars', () => {
    expect(matchesGlob(`${'a*'.repeat(200)}b`, 'a'.repeat(20_000))).toBe(false);
  });
});
