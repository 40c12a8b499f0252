import { describe, expect, it } from 'vitest';
import { axeViolations } from './axe.ts';
import { aHostilePage } from './a-hostile-page.ts';
import type { Page } from './chromium.ts';
import { chartTexts, clippedTexts, overlappingTexts } from './chart-texts.ts';
import { openPage } from './open-page.ts';
import { overhangPx, unfoldAll } from './page-layout.ts';
import { misplacedNeighbours } from './reading-order.ts';

interface HostileName {
  readonly what: string;
  readonly text: string;
  /** What the page has to show of it, where it may not be shown as it is. */
  readonly shown?: string;
}

const hostileNames: readonly HostileName[] = [
  { what: 'a script and a picture', text: '</script><img src=x onerror=alert(1)>' },
  {
    what: 'an element that runs as it loads',
    text: `"'></title></style></svg></pre>--><svg onload=alert(2)>`,
  },
  { what: 'a formula', text: `=cmd()|' /C calc'!A0` },
  {
    what: 'escapes of a terminal',
    text: '\u001b[31m\u001b]0;x\u0007',
    shown: '\uFFFD[31m\uFFFD]0;x\uFFFD',
  },
  { what: 'a word of 300 characters', text: 'W'.repeat(300) },
  { what: 'an override of the direction', text: '\u202Eabc\u2067', shown: '\uFFFDabc\uFFFD' },
  { what: 'Hebrew', text: 'שלום עולם' },
  { what: 'Arabic', text: 'مرحبا ٣ عالم' },
];

describe.each(hostileNames)('names that hold $what', ({ text, shown = text }) => {
  it('stay text, within the width of the page, and leave the charts whole', async () => {
    const { page, url, requests, messages } = await openPage(aHostilePage(text));
    await unfoldAll(page);
    const seen = await page.evaluate(() => ({
      text: document.body.textContent,
      title: document.title,
      strangers: document.querySelectorAll('script, img, iframe, form, [onload], [onerror], svg svg').length,
    }));
    expect(seen.text.split(shown).length).toBeGreaterThan(100);
    expect(seen.title).toBe(`Boot time of jailed microVMs${shown}`);
    expect(seen.strangers).toBe(0);
    expect(await axeViolations(page, 'structure')).toEqual([]);
    const charts = await chartTexts(page);
    expect(charts).toHaveLength(7);
    expect(charts.flatMap(clippedTexts)).toEqual([]);
    expect(charts.flatMap(overlappingTexts)).toEqual([]);
    for (const widthPx of [3840, 400]) {
      await page.setViewportSize({ width: widthPx, height: 900 });
      expect(await overhangPx(page)).toBe(0);
    }
    expect(await widestHeading(page)).toBeLessThan(0.7);
    expect({ messages, requests }).toEqual({ messages: [], requests: [url] });
  });
});

/** The share of a table's box that its first column takes: it stays while the box is scrolled, over all others. */
function widestHeading(page: Page): Promise<number> {
  return page.evaluate(() => {
    const shareOf = (cell: Element): number => cell.clientWidth / (cell.closest('.scroll')?.clientWidth ?? 0);
    return Math.max(...[...document.querySelectorAll('.scroll tbody th')].map(shareOf));
  });
}

describe('names that are written from right to left', () => {
  it('leave what follows them where it belongs', async () => {
    const { page } = await openPage(aHostilePage(' שלום'));
    await unfoldAll(page);
    expect(await misplacedNeighbours(page)).toEqual([]);
  });
});
