import { describe, expect, it } from 'vitest';
import { lookAtPage, openPage } from './open-page.ts';
import { overhangPx, paperPx } from './page-layout.ts';
import { everyPage, twoPages } from './some-pages.ts';

const formats = ['A4', 'Letter'] as const;

describe.each(everyPage)('a page of %s on paper', (_name, files) => {
  it('fits the width of A4 and of Letter, with no chart split', async () => {
    const { page } = await openPage(files, { medium: 'print' });
    for (const format of formats) {
      const paper = paperPx[format];
      await page.setViewportSize(paper);
      const figures = await page.evaluate(() =>
        [...document.querySelectorAll('figure')].map((figure) => ({
          breakInside: getComputedStyle(figure).breakInside,
          heightPx: figure.getBoundingClientRect().height,
          rightPx: figure.querySelector('svg')?.getBoundingClientRect().right ?? Infinity,
        })),
      );
      // What is wider than the paper makes a browser print everything smaller.
      expect([format, await overhangPx(page)]).toEqual([format, 0]);
      expect(figures.length).toBeGreaterThanOrEqual(3);
      const wrong = figures.filter(
        ({ breakInside, heightPx, rightPx }) =>
          breakInside !== 'avoid' || heightPx > paper.height || rightPx > paper.width,
      );
      expect(wrong).toEqual([]);
    }
  });
});

describe.each(twoPages)('a page of %s on paper', (_name, files) => {
  it.each(formats)('becomes a PDF of %s', async (format) => {
    const { page } = await lookAtPage(files);
    const pdf = await page.pdf({ format });
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
    const widthPt = { A4: 595, Letter: 612 }[format];
    expect(pdf.toString('latin1')).toMatch(new RegExp(`/MediaBox \\[0 0 ${widthPt}`));
  });

  it('unfolds what is folded on the screen, and is black on white where the screen is dark', async () => {
    const { page } = await openPage(files, { appearance: 'dark' });
    const hiddenCount = (): Promise<number> =>
      page.evaluate(
        () =>
          [...document.querySelectorAll('tr, dd')].filter(
            (each) => !each.checkVisibility({ contentVisibilityAuto: true }),
          ).length,
      );
    expect(await hiddenCount()).toBeGreaterThan(0);
    await page.emulateMedia({ media: 'print' });
    expect(await hiddenCount()).toBe(0);
    const ground = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    expect(ground).toBe('rgb(255, 255, 255)');
  });
});
