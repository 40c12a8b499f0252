import { describe, expect, it } from 'vitest';
import { commentName, commentText } from '../../../src/report/comment-text.ts';

describe('commentText()', () => {
  it.each([
    ['plain boot.guest of boot-time/vcpus=1', 'plain boot.guest of boot-time/vcpus=1'],
    ['<b>&|', '&#60;b&#62;&#38;&#124;'],
    ['**a** _b_ `c` ~d~', '&#42;&#42;a&#42;&#42; &#95;b&#95; &#96;c&#96; &#126;d&#126;'],
    ['[x](https://a.b) www.c.d', '&#91;x&#93;(https&#58;//a.b) www&#46;c.d'],
    ['@octocat #12 $x$', '@&#8203;octocat &#35;&#8203;12 &#36;x&#36;'],
    ['a\nb\u001b\u202e', 'a b\ufffd\ufffd'],
    ['--><!-- x', '--&#62;&#60;&#33;-- x'],
  ])('writes %j', (text, written) => {
    expect(commentText(text, 100)).toBe(written);
  });

  it('cuts before it escapes, at the middle', () => {
    expect(commentText('|'.repeat(9), 3)).toBe('&#124;…&#124;');
    expect(commentText('abcdefghij', 5)).toBe('ab…ij');
  });
});

describe('commentName()', () => {
  it('sets code that nothing ends early', () => {
    expect(commentName('a</code>@b`', 100)).toBe('<code>a&#60;/code&#62;@b&#96;</code>');
  });
});
