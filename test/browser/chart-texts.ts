import type { Page } from './chromium.ts';

/** A rectangle on the screen. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** One `text` element of a chart as it was drawn. */
export interface ChartText {
  readonly text: string;
  readonly box: Box;
  /** In the units of the picture, as the chart was laid out. */
  readonly lengthPx: number;
  readonly sizePx: number;
  readonly isBold: boolean;
}

/** A picture of the page. */
export interface PageChart {
  /** How it is told to those who do not see it. */
  readonly name: string;
  readonly box: Box;
  readonly texts: readonly ChartText[];
}

/** All charts of the page with their texts, measured by the browser. */
export function chartTexts(page: Page): Promise<readonly PageChart[]> {
  return page.evaluate(() => {
    const boxOf = (element: Element): Box => {
      const { left, top, right, bottom } = element.getBoundingClientRect();
      return { left, top, right, bottom };
    };
    return [...document.querySelectorAll('figure svg')].map((svg) => ({
      name: svg.getAttribute('aria-label') ?? '',
      box: boxOf(svg),
      texts: [...svg.querySelectorAll('text')].map((text) => {
        const { fontSize, fontWeight } = getComputedStyle(text);
        return {
          text: text.textContent,
          box: boxOf(text),
          lengthPx: text.getComputedTextLength(),
          sizePx: Number.parseFloat(fontSize),
          isBold: Number(fontWeight) >= 600,
        };
      }),
    }));
  });
}

/** Texts that lie outside of their picture, even in part. */
export function clippedTexts({ box, texts }: PageChart): readonly string[] {
  const slackPx = 0.5;
  return texts
    .filter(
      (each) =>
        each.box.left < box.left - slackPx ||
        each.box.top < box.top - slackPx ||
        each.box.right > box.right + slackPx ||
        each.box.bottom > box.bottom + slackPx,
    )
    .map(({ text }) => text);
}

/** "one | other" for each two texts that lie over one another. */
export function overlappingTexts({ texts }: PageChart): readonly string[] {
  return texts.flatMap((one, index) =>
    texts
      .slice(index + 1)
      .filter((other) => areOver(inkOf(one), inkOf(other)))
      .map((other) => `${one.text} | ${other.text}`),
  );
}

/** A text's box has room for accents and descenders above and below what most lines print. */
function inkOf({ box }: ChartText): Box {
  const roomPx = 1.5;
  return {
    left: box.left + roomPx,
    top: box.top + roomPx,
    right: box.right - roomPx,
    bottom: box.bottom - roomPx,
  };
}

function areOver(one: Box, other: Box): boolean {
  return one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;
}
