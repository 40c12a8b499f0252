import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { html, Html } from '../../../src/report/html-template.ts';

describe('html``', () => {
  it('escapes what could begin a tag, an entity or end an attribute', () => {
    const label = `<script>alert("1")</script> & 'x'`;
    expect(html`<p title="${label}">${label}</p>`.toString()).toBe(
      '<p title="&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; &#39;x&#39;">' +
        '&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; &#39;x&#39;</p>',
    );
  });

  it('keeps markup that it made itself, alone or in a list', () => {
    const items = ['a', '<'].map((text) => html`<li>${text}</li>`);
    expect(html`${items}`.toString()).toBe('<li>a</li><li>&lt;</li>');
  });

  it('isolates what is written from right to left where elements can stand', () => {
    const name = 'שלום';
    expect(html`<title>${name}</title>`.toString()).toBe('<title>שלום</title>');
    expect(html`<p title="a ${name} b ${name}">${name} 12</p>`.toString()).toBe(
      '<p title="a שלום b שלום"><bdi>שלום</bdi> 12</p>',
    );
  });

  it('does not take a look-alike from a file for markup', () => {
    const forged: unknown = JSON.parse('{"markup":"<script>"}');
    expect(forged instanceof Html).toBe(false);
  });

  it('leaves of any text only what a browser reads back as that text', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const escaped = html`${text}`.toString();
        expect(escaped).not.toMatch(/[<>"']|&(?!(?:amp|lt|gt|quot|#39);)/);
        expect(unescape(escaped)).toBe(text);
      }),
    );
  });
});

function unescape(markup: string): string {
  const entities = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'", '&amp;': '&' };
  return Object.entries(entities).reduce((text, [entity, plain]) => text.replaceAll(entity, plain), markup);
}
