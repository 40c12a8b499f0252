import { phaseNames, type PhaseName } from '../../model/timeline.ts';
import type { ChartConfig, PanelTitle } from '../render-charts.ts';

/** One colour of the report in both appearances. The name is that of the page's custom property, without "--". */
export interface ThemeColor {
  readonly name: string;
  readonly light: string;
  readonly dark: string;
}

type ThemeColorName = 'paper' | 'ink' | 'muted' | 'rule' | 'grid' | 'band' | 'failure';

/** Colours of text, lines and areas. Text keeps 4.5:1 against `paper`, marks 3:1, in both appearances. */
export const theme: Readonly<Record<ThemeColorName, ThemeColor>> = {
  paper: { name: 'paper', light: '#ffffff', dark: '#14181d' },
  ink: { name: 'ink', light: '#1b2129', dark: '#e3e8ee' },
  muted: { name: 'muted', light: '#56606c', dark: '#a3adb9' },
  rule: { name: 'rule', light: '#a9b1bc', dark: '#5a6470' },
  grid: { name: 'grid', light: '#e4e8ed', dark: '#2b323a' },
  band: { name: 'band', light: '#f2f4f7', dark: '#1e242b' },
  failure: { name: 'failure', light: '#b3261e', dark: '#ff8a80' },
};

/**
 * Colours of series: hues of Okabe and Ito's palette for colour-blind readers, darkened until they keep 4.5:1 on
 * white. A dash or a shape always repeats what a colour says.
 */
export const seriesColors: readonly ThemeColor[] = [
  { name: 'series-1', light: '#0067a3', dark: '#5cb6f2' },
  { name: 'series-2', light: '#b84a00', dark: '#f79a5b' },
  { name: 'series-3', light: '#00735a', dark: '#46c9a3' },
  { name: 'series-4', light: '#963d80', dark: '#e097cd' },
  { name: 'series-5', light: '#6b5f00', dark: '#d3c04a' },
  { name: 'series-6', light: '#474f59', dark: '#c3cad3' },
];

/** Five against six colours: thirty series before a pair of colour and dash comes again. */
export const seriesDashes: readonly (readonly number[])[] = [
  [1, 0],
  [6, 3],
  [2, 2],
  [9, 3, 2, 3],
  [12, 3],
];

/** Text on a phase's bar, the same in both appearances, as the bars are. */
export const onPhaseInk = '#15181c';

/**
 * Phases have the hue of whoever works: grey the harness, amber the jailer, blue Firecracker, green the guest, rose the
 * clean-up. Within a hue each phase has its own lightness. All keep 4.5:1 under `onPhaseInk`.
 */
const phaseColors: Readonly<Record<PhaseName, string>> = {
  jail: '#c2c8d0',
  network: '#b8c4cf',
  spawn: '#a6aeb9',
  copy: '#f6cf8d',
  attach: '#edb458',
  enter: '#d99a34',
  api_ready: '#bcd9f5',
  configure: '#92c0ec',
  stage: '#9fa8b3',
  start: '#66a5e0',
  load: '#5b9bd6',
  pin: '#d5d9df',
  resume: '#a8ceef',
  ready: '#7cc79c',
  pause: '#7eb4e4',
  snapshot: '#5697d2',
  launch: '#86b8e6',
  collect: '#b4bac3',
  kill: '#f2bfc4',
  cgroup: '#e59ca5',
  network_removal: '#ecaeb5',
  remove: '#d57f8b',
  end: '#dd8d98',
};

const colors: ReadonlyMap<string, string> = new Map([
  ...Object.entries(phaseColors),
  ['unaccounted', '#8f98a3'],
]);

/** The colour of a phase, or of "unaccounted": what no phase covers. */
export function phaseColor(phase: string): string {
  return colors.get(phase) ?? '#8f98a3';
}

/** Phases in the order in which they come, and what none of them covers. */
export const phaseOrder: readonly string[] = [...phaseNames, 'unaccounted'];

/** All of these fonts have the same advance widths, which `text-width.ts` knows. */
export const fontStack = "Arial, 'Liberation Sans', Helvetica, Arimo, sans-serif";

export const chartFontPx = { title: 13, subtitle: 11, label: 11, small: 10 } as const;

/** A title that is longer is cut with an ellipsis. */
const titleLimitPx = 740;

/** The heading of one panel among several. */
export function panelTitle(text: string, subtitle?: string): PanelTitle {
  const fontSize = chartFontPx.label;
  return { text, ...(subtitle === undefined ? {} : { subtitle }), fontSize, offset: 6, frame: 'group' };
}

/** The part of each spec that makes charts look alike. Marks are silent to screen readers: the picture's text speaks. */
export function chartConfig(): ChartConfig {
  return {
    aria: false,
    font: fontStack,
    padding: 8,
    view: { stroke: 'transparent' },
    axis: {
      domainColor: theme.rule.light,
      tickColor: theme.rule.light,
      gridColor: theme.grid.light,
      labelColor: theme.muted.light,
      titleColor: theme.ink.light,
      labelFontSize: chartFontPx.label,
      titleFontSize: chartFontPx.label,
      titleFontWeight: 'normal',
      tickSize: 4,
      titleLimit: 480,
      labelFlush: false,
    },
    legend: {
      labelColor: theme.ink.light,
      titleColor: theme.muted.light,
      labelFontSize: chartFontPx.label,
      titleFontSize: chartFontPx.label,
      titleFontWeight: 'normal',
      labelLimit: 320,
      symbolStrokeWidth: 1.25,
      symbolSize: 60,
      symbolOpacity: 1,
    },
    title: {
      anchor: 'start',
      color: theme.ink.light,
      subtitleColor: theme.muted.light,
      fontSize: chartFontPx.title,
      subtitleFontSize: chartFontPx.subtitle,
      subtitlePadding: 4,
      offset: 12,
      limit: titleLimitPx,
    },
    text: { color: theme.ink.light, fontSize: chartFontPx.label },
  };
}
