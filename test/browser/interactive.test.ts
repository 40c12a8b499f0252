import { describe, expect, it } from 'vitest';
import { aTwoArmRun, runFiles } from '../unit/two-arm-run.ts';
import { axeViolations } from './axe.ts';
import type { Page } from './chromium.ts';
import { lookAtPage, openPage, type OpenedPage, type ReaderOptions } from './open-page.ts';

const files = runFiles(aTwoArmRun({ blockCount: 12, factor: 1.1, seed: 5 }));
/** Of one arm: what makes the report take long is the comparison, and that is not tried here. */
const manyTrials = runFiles(aTwoArmRun({ blockCount: 5_000, factor: 1, seed: 5, armIds: ['base'] }));

async function openDrawn(options: ReaderOptions = {}): Promise<OpenedPage> {
  return drawn(await openPage(files, { ...options, pictures: 'interactive' }));
}

async function drawn(opened: OpenedPage): Promise<OpenedPage> {
  await opened.page.locator('.explorer').scrollIntoViewIfNeeded();
  await opened.page.locator('.picture[data-state="drawn"]').waitFor();
  return opened;
}

/** The dots of both panels in the order of the trials: those in run order, then those of the distribution. */
async function opacities(page: Page): Promise<{ readonly order: number[]; readonly distribution: number[] }> {
  const all = await page
    .locator('.explorer .mark-symbol.role-mark')
    .evaluateAll((groups) =>
      groups.map((group) =>
        [...group.querySelectorAll('path')].map((path) => Number(path.getAttribute('opacity') ?? 1)),
      ),
    );
  return { order: all[0] ?? [], distribution: all[1] ?? [] };
}

/** The plot of the upper panel, as it stands on the screen. */
async function orderPlot(page: Page): Promise<{ x: number; y: number; width: number; height: number }> {
  const box = await page.locator('.explorer .mark-symbol.role-mark').first().boundingBox();
  if (box === null) throw new Error('the picture is not on the screen');
  return box;
}

describe('an interactive page', () => {
  it('draws its pictures without a message, a request, or code made of text', async () => {
    const { url, requests, messages } = await drawn(await lookAtPage(files, { pictures: 'interactive' }));
    expect(requests).toEqual([url]);
    expect(messages).toEqual([]);
  });

  it('tells of the trial under the pointer', async () => {
    const { page } = await drawn(await lookAtPage(files, { pictures: 'interactive' }));
    await page.locator('.explorer .mark-symbol.role-mark path').first().hover();
    const tooltip = page.locator('#vg-tooltip-element.visible');
    await tooltip.waitFor();
    const text = await tooltip.innerText();
    expect(text).toMatch(/trial\s+t\d{4}/);
    expect(text).toMatch(/seed\s+42/);
    expect(text).toMatch(/noise\s+\S/);
    expect(text).toMatch(/boot\.guest\s+[\d.]+ ms/);
  });

  it('follows the trials of a stretch of the run into the distribution', async () => {
    const { page } = await openDrawn();
    const before = await opacities(page);
    expect(new Set([...before.order, ...before.distribution]).size).toBe(1);
    const plot = await orderPlot(page);
    await page.mouse.move(plot.x - 6, plot.y - 6);
    await page.mouse.down();
    await page.mouse.move(plot.x + plot.width / 2, plot.y + plot.height + 6, { steps: 6 });
    await page.mouse.up();
    const after = await opacities(page);
    const shown = (values: readonly number[]): number => values.filter((opacity) => opacity > 0.5).length;
    expect(shown(after.order)).toBeGreaterThanOrEqual(23);
    expect(shown(after.order)).toBeLessThanOrEqual(25);
    expect(shown(after.distribution)).toBe(shown(after.order));
    expect(after.distribution).toHaveLength(before.distribution.length);
  });

  it('shows one side where it is chosen', async () => {
    const { page } = await openDrawn();
    await page.locator('.explorer select').selectOption('candidate');
    await expect.poll(async () => (await opacities(page)).order.length).toBe(24);
  });

  it('is drawn within a second, of 10 000 trials as well', async () => {
    const { page, messages } = await openPage(manyTrials, { pictures: 'interactive' });
    const elapsedMs = await page.evaluate(async () => {
      const place = document.querySelector<HTMLElement>('.picture');
      if (place === null) throw new Error('there is no picture');
      const begin = performance.now();
      place.scrollIntoView();
      await new Promise<void>((resolve) => {
        new MutationObserver(() => {
          if (place.dataset['state'] !== undefined) resolve();
        }).observe(place, { attributes: true });
      });
      return performance.now() - begin;
    });
    expect(messages).toEqual([]);
    expect(await page.locator('.picture').getAttribute('data-state')).toBe('drawn');
    // The goal is 1 s; other projects of this very run keep the machine busy.
    expect(elapsedMs).toBeLessThan(5_000);
  });

  it('has the colours of a dark screen on one', async () => {
    const { page } = await openDrawn({ appearance: 'dark' });
    const fills = await page
      .locator('.explorer .mark-symbol.role-mark path')
      .evaluateAll((paths) => [...new Set(paths.map((path) => path.getAttribute('fill')))]);
    expect(fills).toEqual(['#5cb6f2', '#f79a5b']);
  });

  it('gives axe nothing to say, and no sideways scroll on a narrow screen', async () => {
    const { page } = await openDrawn({ widthPx: 400 });
    expect(await axeViolations(page, 'everything')).toEqual([]);
    const [wide, room] = await page.evaluate(() => [
      document.documentElement.scrollWidth,
      document.documentElement.clientWidth,
    ]);
    expect(wide).toBe(room);
  });

  it('says without scripts that they are needed, and has all still pictures', async () => {
    const { page } = await openPage(files, { pictures: 'interactive', scripts: 'off' });
    expect(await page.locator('.explorer').innerText()).toContain('This needs scripts');
    expect(await page.locator('figure svg').count()).toBeGreaterThan(2);
  });
});
