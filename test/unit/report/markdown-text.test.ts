import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { markdownBlock, markdownCode, markdownText } from '../../../src/report/markdown-text.ts';

describe('markdownText()', () => {
  it.each([
    ['boot.guest_cpu of a/b', 'boot.guest_cpu of a/b'],
    ['_emphasis_ __init__', '\\_emphasis\\_ \\_\\_init\\_\\_'],
    ['a|b', 'a\\|b'],
    ['<img src=x> &lt;', '\\<img src=x\\> \\&lt;'],
    ['[a](b) ![c](d) `e` ~~f~~ *g* $h$', '\\[a\\](b) !\\[c\\](d) \\`e\\` \\~\\~f\\~\\~ \\*g\\* \\$h\\$'],
    ['\\|', '\\\\\\|'],
    ['# heading', '\\# heading'],
    ['- item', '\\- item'],
    ['1. item', '1\\. item'],
    ['1.5 ms', '1.5 ms'],
    ['=== under', '\\=== under'],
    ['@someone, #12, a#b, a@b.c', '@&#8203;someone, #&#8203;12, a#b, a@b.c'],
    ['https://a.example WWW.b.example', 'https&#58;//a.example WWW&#46;b.example'],
    ['one\ntwo\u001b[2J\u202e', 'one two\uFFFD\\[2J\uFFFD'],
  ])('writes %j letter by letter', (text, markdown) => {
    expect(markdownText(text)).toBe(markdown);
  });

  it('leaves no bare character that begins markup, whatever the text', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const left = markdownText(text)
          .replaceAll(/\\[!-/:-@[-`{-~]/g, '')
          .replaceAll(/&#(?:58|46|8203);/g, '');
        expect(left).not.toMatch(/[\\`*[\]<>|~&$\n]|:\/\//);
      }),
    );
  });
});

describe('markdownCode()', () => {
  it.each([
    ['failed/t0020', '`failed/t0020`'],
    ['a`b', '``a`b``'],
    ['``', '``` `` ```'],
    ['', '`  `'],
    ['a|b', '`a\\|b`'],
  ])('sets %j as code', (text, markdown) => {
    expect(markdownCode(text)).toBe(markdown);
  });
});

describe('markdownBlock()', () => {
  it('has a longer fence than what it holds', () => {
    expect(markdownBlock('a\n````\n<b>')).toBe('`````\na\n````\n<b>\n`````');
  });

  it('has three backticks where nothing is in the way', () => {
    expect(markdownBlock('run')).toBe('```\nrun\n```');
  });
});
