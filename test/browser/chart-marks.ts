import type { Page } from './chromium.ts';

/** A curve, a line or a point in a series' colour. */
export interface SeriesMark {
  readonly kind: 'line' | 'point';
  /** "--series-2": the property that holds the colour. */
  readonly color: string;
  /** The dash of a line, the outline of a point: what is left of it without colour. */
  readonly form: string;
}

/** The distinct marks of the series in each chart. Bars are left out: they lie in rows of their own, beside their names. */
export function chartMarks(
  page: Page,
): Promise<readonly { readonly chart: string; readonly marks: readonly SeriesMark[] }[]> {
  return page.evaluate(() => {
    const colorOf = (value: string | null): string | undefined => /--series-\d+/.exec(value ?? '')?.[0];
    const lineOf = (element: Element): readonly SeriesMark[] => {
      const color = colorOf(element.getAttribute('stroke'));
      const isBar = Number(element.getAttribute('stroke-width') ?? 1) > 4;
      const dash = element.getAttribute('stroke-dasharray') ?? '1,0';
      return color === undefined || isBar ? [] : [{ kind: 'line', color, form: dash }];
    };
    const pointOf = (element: Element): readonly SeriesMark[] => {
      const color = colorOf(element.getAttribute('fill'));
      return color === undefined
        ? []
        : [{ kind: 'point', color, form: element.getAttribute('d') ?? 'no outline' }];
    };
    return [...document.querySelectorAll('figure svg')].map((svg) => {
      const lines = [...svg.querySelectorAll('.mark-line path, .mark-rule line')].flatMap(lineOf);
      const points = [...svg.querySelectorAll('.mark-symbol.role-mark path')].flatMap(pointOf);
      const distinct = new Map([...lines, ...points].map((mark) => [JSON.stringify(mark), mark]));
      return { chart: svg.getAttribute('aria-label') ?? '', marks: [...distinct.values()] };
    });
  });
}
