import { describe, expect, it } from 'vitest';
import { xmlAttribute, xmlText } from '../../../src/report/xml-text.ts';

describe('xmlText()', () => {
  it.each([
    ['a < b > c & "d"', 'a &lt; b &gt; c &amp; "d"'],
    [']]>', ']]&gt;'],
    ['a\tb\nc\rd', 'a\tb\nc&#13;d'],
    ['a\u0000\u0008\u000b\u001b\ufffe\uffffb', 'ab'],
    ['\ud800a\udfff', 'a'],
    ['µ 𝄞', 'µ 𝄞'],
  ])('writes %j as %j', (text, written) => {
    expect(xmlText(text)).toBe(written);
  });
});

describe('xmlAttribute()', () => {
  it('keeps quotes and line ends from ending or changing the value', () => {
    expect(xmlAttribute('a"b\n\t\rc\u0001<&>')).toBe('a&quot;b&#10;&#9;&#13;c&lt;&amp;&gt;');
  });
});
