import { seriesColors, theme, type ThemeColor } from './charts/theme.ts';
import { Html, html } from './html-template.ts';
import { isolateRightToLeft } from './right-to-left.ts';

/** All colours that change with the reader's appearance; the light value is also the name under which charts use it. */
export const themeColors: readonly ThemeColor[] = [...Object.values(theme), ...seriesColors];

/**
 * A chart's SVG made part of a page: its colours follow the page's custom properties, with the light ones to fall back on;
 * to assistive technology it is one image with the given text.
 */
export function themedSvg(svg: string, label: string): Html {
  const variables = new Map(themeColors.map(({ name, light }) => [light, `var(--${name}, ${light})`]));
  const opening = html`<svg role="img" aria-label="${label}"`.toString();
  // Vega escapes ">" in texts and in attributes, so whatever stands between "<" and ">" is a tag.
  const markup = svg.replaceAll(/<[^>]+>/g, (tag) =>
    tag
      .replaceAll(/ (?:role|aria-[a-z]+|xmlns(?::\w+)?|version)="[^"]*"/g, '')
      .replaceAll(/(fill|stroke)="(#[0-9a-f]{6})"/g, (whole, property: string, color: string) => {
        const variable = variables.get(color);
        return variable === undefined ? whole : `${property}="${variable}"`;
      })
      .replace(/^<svg/, () => opening),
  );
  return Html.trusted(
    markup.replaceAll(/>[^<]+/g, (text) => isolateRightToLeft(text, 'tspan unicode-bidi="isolate"')),
  );
}
