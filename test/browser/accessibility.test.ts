import { describe, expect, it } from 'vitest';
import { axeViolations } from './axe.ts';
import { lookAtPage, openPage } from './open-page.ts';
import { unfoldAll } from './page-layout.ts';
import { twoPages } from './some-pages.ts';

describe.each(twoPages)('a page of %s', (_name, files) => {
  it('leaves axe nothing to say, light, dark and narrow', async () => {
    const { page } = await openPage(files);
    await unfoldAll(page);
    const light = await axeViolations(page, 'everything');
    await page.emulateMedia({ colorScheme: 'dark' });
    const dark = await axeViolations(page, 'contrast');
    await page.setViewportSize({ width: 400, height: 900 });
    const narrow = await axeViolations(page, 'structure');
    expect({ light, dark, narrow }).toEqual({ light: [], dark: [], narrow: [] });
  });

  it('has its headings in order, below one of the first level', async () => {
    const { page } = await lookAtPage(files);
    const levels = await page.evaluate(() =>
      [...document.querySelectorAll('h1, h2, h3, h4, h5, h6')].map(({ tagName }) => Number(tagName.slice(1))),
    );
    expect(levels[0]).toBe(1);
    expect(levels.filter((level) => level === 1)).toHaveLength(1);
    expect(levels.filter((level, index) => index > 0 && level > (levels[index - 1] ?? 0) + 1)).toEqual([]);
  });

  it('names every table and picture, and says of each heading cell what it heads', async () => {
    const { page } = await lookAtPage(files);
    const seen = await page.evaluate(() => {
      const namesOf = (
        selector: string,
        name: (each: Element) => string | null | undefined,
      ): readonly string[] =>
        [...document.querySelectorAll(selector)].map((each) => name(each)?.trim() ?? '');
      return {
        tables: namesOf('table', (table) => table.querySelector('caption')?.textContent),
        scopes: namesOf('th', (cell) => cell.getAttribute('scope')),
        pictures: namesOf('svg', (svg) =>
          svg.getAttribute('role') === 'img' ? svg.getAttribute('aria-label') : '',
        ),
        boxes: namesOf('[role=group]', (box) => box.getAttribute('aria-label')),
      };
    });
    for (const names of Object.values(seen)) {
      expect(names.length).toBeGreaterThan(0);
      expect(names.filter((name) => name === '')).toEqual([]);
    }
  });

  it('is walked through from the skip link on, each stop visible and outlined', async () => {
    const { page } = await openPage(files, { widthPx: 400 });
    const stopCount = await page
      .locator('a[href], summary, [tabindex="0"]')
      .evaluateAll(
        (all) => all.filter((each) => each.checkVisibility({ contentVisibilityAuto: true })).length,
      );
    const stops: { readonly name: string; readonly isSeen: boolean; readonly outline: string }[] = [];
    for (let count = 0; count < stopCount; count += 1) {
      await page.keyboard.press('Tab');
      stops.push(
        await page.evaluate(() => {
          const at = document.activeElement ?? document.body;
          const { left, right, top, bottom, width, height } = at.getBoundingClientRect();
          const { outlineStyle, outlineWidth } = getComputedStyle(at);
          return {
            name: `${at.tagName} ${at.getAttribute('aria-label') ?? at.textContent.trim()}`,
            isSeen:
              width > 0 && height > 0 && left < innerWidth && right > 0 && top < innerHeight && bottom > 0,
            outline: `${outlineStyle} ${outlineWidth}`,
          };
        }),
      );
    }
    expect(stops[0]?.name).toBe('A Skip to the results');
    expect(new Set(stops.map(({ name }) => name)).size).toBe(stopCount);
    expect(stops.filter(({ isSeen, outline }) => !isSeen || outline !== 'solid 2px')).toEqual([]);
  });

  it('goes to the results by the skip link', async () => {
    const { page } = await openPage(files, { widthPx: 400 });
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    const isWithin = await page.evaluate(() => document.activeElement?.closest('main') !== null);
    expect(isWithin).toBe(true);
  });
});
