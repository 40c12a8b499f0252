import { describe, expect, it } from 'vitest';
import { theme } from '../../src/report/charts/theme.ts';
import { lookAtPage, openPage } from './open-page.ts';
import { overhangPx, unfoldAll } from './page-layout.ts';
import { everyPage, twoPages } from './some-pages.ts';

/** "rgb(1, 2, 3)" of "#010203", as the browser tells colours. */
function rgbOf(color: string): string {
  return `rgb(${[1, 3, 5].map((start) => parseInt(color.slice(start, start + 2), 16)).join(', ')})`;
}

describe.each(twoPages)('a page of %s', (_name, files) => {
  it.each(['light', 'dark'] as const)('has the colours of the %s theme, charts too', async (appearance) => {
    const { page } = await lookAtPage(files, appearance === 'light' ? {} : { appearance });
    const seen = await page.evaluate(() => {
      const { backgroundColor, color } = getComputedStyle(document.body);
      const fillsOf = (selector: string): readonly string[] => [
        ...new Set([...document.querySelectorAll(selector)].map((each) => getComputedStyle(each).fill)),
      ];
      return {
        body: [backgroundColor, color],
        grounds: fillsOf('figure svg > rect'),
        titles: fillsOf('figure svg .role-title-text text'),
      };
    });
    const [paper, ink] = [rgbOf(theme.paper[appearance]), rgbOf(theme.ink[appearance])];
    expect(seen).toEqual({ body: [paper, ink], grounds: [paper], titles: [ink] });
  });

  it('moves nothing where the reader wants no motion', async () => {
    const { page } = await lookAtPage(files, { motion: 'reduced' });
    const moving = await page.evaluate(() =>
      [...document.querySelectorAll('*')]
        .filter((each) => {
          const { animationName, transitionDuration, scrollBehavior } = getComputedStyle(each);
          return animationName !== 'none' || transitionDuration !== '0s' || scrollBehavior !== 'auto';
        })
        .map(({ tagName }) => tagName),
    );
    expect(moving).toEqual([]);
  });
});

describe.each(everyPage)('a page of %s', (_name, files) => {
  it('cannot be scrolled sideways, folded or unfolded, from 320 to 3840 px', async () => {
    const { page } = await openPage(files);
    const overhangs: (readonly [widthPx: number, overhangPx: number])[] = [];
    for (const unfold of [() => Promise.resolve(), unfoldAll]) {
      await unfold(page);
      for (const widthPx of [320, 400, 768, 3840]) {
        await page.setViewportSize({ width: widthPx, height: 900 });
        overhangs.push([widthPx, await overhangPx(page)]);
      }
    }
    expect(overhangs.filter(([, overhang]) => overhang > 0)).toEqual([]);
  });
});
