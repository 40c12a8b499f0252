import { describe, expect, it } from 'vitest';
import { seriesColors, theme } from '../../../src/report/charts/theme.ts';
import { themeColors, themedSvg } from '../../../src/report/themed-svg.ts';

describe('themedSvg()', () => {
  it('turns theme colours into custom properties and the picture into one labelled image', () => {
    const svg =
      '<svg xmlns="http://www.w3.org/2000/svg" version="1.1" class="marks" width="8" height="9" viewBox="0 0 8 9">' +
      `<rect fill="${theme.paper.light}"/><g role="graphics-object" aria-roledescription="x">` +
      `<path stroke="${seriesColors[0]?.light ?? ''}" fill="#123456"/></g></svg>`;
    expect(themedSvg(svg, 'A "label" <b> $&').toString()).toBe(
      '<svg role="img" aria-label="A &quot;label&quot; &lt;b&gt; $&amp;" class="marks" width="8" height="9" viewBox="0 0 8 9">' +
        '<rect fill="var(--paper, #ffffff)"/><g>' +
        '<path stroke="var(--series-1, #0067a3)" fill="#123456"/></g></svg>',
    );
  });

  it('leaves texts alone that look like a colour attribute', () => {
    const svg = `<svg><text>fill="${theme.ink.light}"</text></svg>`;
    expect(themedSvg(svg, '').toString()).toContain(`<text>fill="${theme.ink.light}"</text>`);
  });
});

describe('themeColors', () => {
  it('are told apart by their names and by their light values', () => {
    expect(new Set(themeColors.map(({ name }) => name)).size).toBe(themeColors.length);
    expect(new Set(themeColors.map(({ light }) => light)).size).toBe(themeColors.length);
  });

  it.each(['light', 'dark'] as const)(
    'of text and series keep 4.5:1 against the %s paper and the band',
    (appearance) => {
      const texts = [theme.ink, theme.muted, theme.failure, ...seriesColors];
      const tooWeak = texts.filter((color) =>
        [theme.paper, theme.band].some((ground) => contrast(color[appearance], ground[appearance]) < 4.5),
      );
      expect(tooWeak).toEqual([]);
    },
  );
});

/** Contrast ratio of WCAG 2.2. */
function contrast(one: string, other: string): number {
  const [darker = 0, lighter = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
}

function luminance(color: string): number {
  const channels = [1, 3, 5].map((start) => parseInt(color.slice(start, start + 2), 16) / 255);
  const [red = 0, green = 0, blue = 0] = channels.map((channel) =>
    channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4,
  );
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
