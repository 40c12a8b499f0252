import type { Page } from './chromium.ts';

const marginMm = 14;

function printedPx(widthMm: number, heightMm: number): { readonly width: number; readonly height: number } {
  const [width = 0, height = 0] = [widthMm, heightMm].map((mm) =>
    Math.floor(((mm - 2 * marginMm) * 96) / 25.4),
  );
  return { width, height };
}

/** What is left of a sheet of paper within the margins that the page asks for. */
export const paperPx = { A4: printedPx(210, 297), Letter: printedPx(215.9, 279.4) } as const;

/** By how much the document is wider than the window: what can be scrolled sideways. */
export function overhangPx(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}

/** Unfolds all that is folded, as a reader may. */
export function unfoldAll(page: Page): Promise<void> {
  return page.evaluate(() => {
    for (const details of document.querySelectorAll('details')) details.open = true;
  });
}
