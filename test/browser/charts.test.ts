import { describe, expect, it } from 'vitest';
import { textWidthPx } from '../../src/report/text-width.ts';
import { chartTexts, clippedTexts, overlappingTexts } from './chart-texts.ts';
import { chartMarks } from './chart-marks.ts';
import { lookAtPage } from './open-page.ts';
import { everyPage } from './some-pages.ts';

describe.each(everyPage)('charts of a page of %s', (_name, files) => {
  it('show all their texts whole, and none over another', async () => {
    const { page } = await lookAtPage(files);
    const charts = await chartTexts(page);
    expect(charts.length).toBeGreaterThanOrEqual(3);
    const faults = charts.flatMap((chart) => [
      ...chart.texts.filter(({ text }) => text.trim() === '').map(() => `${chart.name}: an empty text`),
      ...clippedTexts(chart).map((text) => `${chart.name}: "${text}" is clipped`),
      ...overlappingTexts(chart).map((texts) => `${chart.name}: "${texts}" overlap`),
    ]);
    expect(faults).toEqual([]);
  });

  it('have texts as wide as they were laid out for', async () => {
    const { page } = await lookAtPage(files);
    const texts = (await chartTexts(page)).flatMap((chart) => chart.texts);
    expect(texts.length).toBeGreaterThan(50);
    const wrong = texts.filter(({ text, lengthPx, sizePx, isBold }) => {
      const laidOutPx = textWidthPx(text, { sizePx, isBold });
      return Math.abs(lengthPx - laidOutPx) > 0.02 * laidOutPx + 0.5;
    });
    expect(wrong).toEqual([]);
  });

  it('are never drawn larger than they are', async () => {
    const { page } = await lookAtPage(files);
    const sizes = await page.locator('figure svg').evaluateAll((charts) =>
      charts.map((chart) => ({
        shownPx: chart.getBoundingClientRect().width,
        ownPx: Number(chart.getAttribute('width')),
      })),
    );
    expect(sizes.filter(({ shownPx, ownPx }) => shownPx > ownPx + 1)).toEqual([]);
  });

  it('tell no two series apart by their colour alone', async () => {
    const { page } = await lookAtPage(files);
    const pairs = (await chartMarks(page)).flatMap(({ chart, marks }) =>
      marks.flatMap((one, index) =>
        marks
          .slice(index + 1)
          .filter((other) => one.kind === other.kind && one.form === other.form && one.color !== other.color)
          .map((other) => `${chart}: ${one.kind} ${one.form} is ${one.color} and ${other.color}`),
      ),
    );
    expect(pairs).toEqual([]);
  });
});
