import type * as Vega from 'vega';
import type * as VegaLite from 'vega-lite';
import { BenchError, errorMessage } from '../base/errors.ts';
import { plainText } from './plain-text.ts';
import { textWidthPx } from './text-width.ts';

/** A Vega-Lite specification, whole. */
export type ChartSpec = VegaLite.TopLevelSpec;
/** What makes charts look alike. */
export type ChartConfig = NonNullable<ChartSpec['config']>;
/** One picture above or below others. */
export type ChartPanel = Extract<ChartSpec, { readonly vconcat: unknown }>['vconcat'][number];
/** The heading of a panel. */
export type PanelTitle = Exclude<NonNullable<ChartPanel['title']>, string | readonly string[]>;
/** One kind of mark of a panel. */
export type ChartLayer = Extract<ChartPanel, { readonly layer: unknown }>['layer'][number];
/** Which field stands for what. */
export type ChartEncoding = NonNullable<Extract<ChartLayer, { readonly mark: unknown }>['encoding']>;

interface Drawable {
  readonly id: string;
  readonly spec: ChartSpec;
}

/** A chart with its picture. */
export type Drawn<C extends Drawable> = C & {
  /** One `svg` element in the light appearance; the same bytes for the same spec. */
  readonly svg: string;
  /** What the compiler or the renderer did not like; empty for a sound spec. */
  readonly warnings: readonly string[];
};

/**
 * Compiles and draws charts, headless. Vega is loaded here and nowhere else, and only when something is drawn: it adds
 * tens of MiB to the process, and a larger process starts its children more slowly.
 * @throws BenchError `RUN_MALFORMED` when a spec cannot be drawn, naming the chart
 */
export async function renderCharts<C extends Drawable>(charts: readonly C[]): Promise<readonly Drawn<C>[]> {
  if (charts.length === 0) return [];
  const [vega, vegaLite] = await Promise.all([import('vega'), import('vega-lite')]);
  measureTextBy(vega);
  const drawn: Drawn<C>[] = [];
  for (const chart of charts) drawn.push({ ...chart, ...(await drawChart(chart, { vega, vegaLite })) });
  return drawn;
}

interface Libraries {
  readonly vega: typeof Vega;
  readonly vegaLite: typeof VegaLite;
}

async function drawChart(
  { id, spec }: Drawable,
  { vega, vegaLite }: Libraries,
): Promise<{ readonly svg: string; readonly warnings: readonly string[] }> {
  const errors: string[] = [];
  const warnings: string[] = [];
  // Vega logs what fails inside its dataflow and goes on with a picture that lacks it.
  const logger = vega.logger(vega.Warn, undefined, (_method, level, input) => {
    (level === 'ERROR' ? errors : warnings).push(input.map(String).join(' '));
  });
  try {
    // Ids of clips and gradients count on from one picture to the next otherwise.
    vega.resetSVGDefIds();
    const { spec: vegaSpec } = vegaLite.compile(spec, { logger });
    const view = new vega.View(vega.parse(vegaSpec), { renderer: 'none', logger });
    const svg = plainText(await view.toSVG());
    view.finalize();
    if (errors.length === 0) return { svg, warnings };
  } catch (thrown) {
    throw new BenchError('RUN_MALFORMED', `Cannot draw the chart "${id}": ${errorMessage(thrown)}`, {
      cause: thrown,
    });
  }
  throw new BenchError('RUN_MALFORMED', `Cannot draw the chart "${id}": ${errors.join('; ')}`);
}

/**
 * Without a canvas Vega takes 0.8 em for each character, half again as much as it is, and lays out for that.
 * `textMetrics.width` is the place where it can be told better.
 */
function measureTextBy(vega: object): void {
  if (!('textMetrics' in vega) || !isTextMetrics(vega.textMetrics)) {
    throw new BenchError(
      'FACILITY_MISSING',
      'Cannot measure text for charts: this Vega has no text metrics',
      {
        hint: 'Install the Vega version that package.json asks for',
      },
    );
  }
  vega.textMetrics.width = textItemWidthPx;
}

interface TextItem {
  readonly fontSize?: number;
  readonly fontWeight?: string | number;
}

function isTextMetrics(
  value: unknown,
): value is { width: (item: TextItem, text: string | number) => number } {
  return typeof value === 'object' && value !== null && 'width' in value;
}

function textItemWidthPx(item: TextItem, text: string | number): number {
  const isBold = item.fontWeight === 'bold' || Number(item.fontWeight) >= 600;
  return textWidthPx(String(text).trim(), { sizePx: item.fontSize ?? vegaDefaultFontPx, isBold });
}

/** What Vega itself assumes for a text without a size. */
const vegaDefaultFontPx = 11;
