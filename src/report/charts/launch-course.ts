import { optional } from '../../base/optional.ts';
import type { LaunchCourse, PlaceSummary } from '../../model/figures/launch-course.ts';
import { displayScale, formatScaled, unitLabel } from '../../model/format-number.ts';
import type { Unit } from '../../model/metric.ts';
import type { BenchmarkView } from '../benchmark-view.ts';
import type { ChartPanel } from '../render-charts.ts';
import { sheetTitle } from '../sheets.ts';
import { paddedDomain } from './axis-domain.ts';
import { chartId, composeSpec, type Chart } from './chart.ts';
import { linePanel, type LineRow } from './line-panel.ts';
import { seriesStyle, type SeriesStyle } from './series-style.ts';

/** More lines than this in one panel cannot be told apart. */
const mostLines = 6;

/** A course with the name of its case and side. */
interface NamedCourse extends LaunchCourse {
  readonly label: string;
}

/**
 * What several VMs of one trial do to each other: boot time and memory of the n-th VM where they come one after the other, and how
 * many launches are under way where they come at once.
 */
export function launchCourseChart(view: BenchmarkView): Chart | undefined {
  const { report, benchmark, series } = view;
  const courses = series.flatMap((one): readonly NamedCourse[] => {
    const course = report.figures.launchCourses.find(
      ({ runLabel, caseId, armId }) =>
        runLabel === one.run.label && caseId === one.caseId && armId === one.armId,
    );
    return course === undefined ? [] : [{ ...course, label: one.label }];
  });
  const style = seriesStyle(courses.map(({ label }) => label));
  const booted = courses.filter(({ boots }) => boots.length > 0);
  const withMemory = courses.filter(({ memory }) => memory.length > 0);
  const isAtOnce = courses.some(({ mostInFlight }) => mostInFlight > 1);
  const panels = [
    ...inGroups(booted).map((group) => placePanel(group, style, bootQuantity)),
    ...inGroups(withMemory).map((group) => placePanel(group, style, memoryQuantity)),
    ...inGroups(isAtOnce ? courses : []).map((group) => inFlightPanel(group, style)),
  ];
  if (panels.length === 0) return undefined;
  const isInTurn = courses.some(({ boots }) => boots.length > 0);
  const title = sheetTitle(
    view,
    isInTurn ? 'From VM to VM, as neighbours grow' : 'Launches under way over time',
  );
  const trialCount = courses.reduce((sum, course) => sum + course.trialCount, 0);
  const subtitle = `${benchmark.id}, ${countText(trialCount)}`;
  const told = courses.map(describe);
  const altText = `${title}. ${told.join('; ')}.`;
  return {
    id: chartId(benchmark.id, 'launches'),
    title,
    altText,
    sentence: `${told.at(-1) ?? ''}. ${readingText(courses)}`,
    spec: composeSpec({ title, subtitle, altText, colors: 'shared' }, panels),
  };
}

function inGroups(courses: readonly NamedCourse[]): readonly (readonly NamedCourse[])[] {
  const count = Math.ceil(courses.length / mostLines);
  return Array.from({ length: count }, (_, index) =>
    courses.slice(index * mostLines, (index + 1) * mostLines),
  );
}

const plotWidthPx = 620;
/** More points than this run into each other. */
const mostPoints = 40;

interface PlaceQuantity {
  readonly title: string;
  readonly unit: Unit;
  readonly placesOf: (course: LaunchCourse) => readonly PlaceSummary[];
}

const bootQuantity: PlaceQuantity = {
  title: "VMM's boot timer of the n-th VM",
  unit: 'us',
  placesOf: ({ boots }) => boots,
};

const memoryQuantity: PlaceQuantity = {
  title: "What the n-th VM takes of the host's available memory",
  unit: 'KiB',
  placesOf: ({ memory }) => memory,
};

function placePanel(
  courses: readonly NamedCourse[],
  style: SeriesStyle,
  { title, unit, placesOf }: PlaceQuantity,
): ChartPanel {
  const values = courses.flatMap((course) => placesOf(course).flatMap(valuesOf));
  const scale = displayScale(values, unit);
  const rows = courses.flatMap((course) =>
    placesOf(course).map(({ place, median, interval }): LineRow => ({
      side: course.label,
      x: place,
      y: median / scale.divisor,
      ...optional('lower', interval === undefined ? undefined : interval.lower / scale.divisor),
      ...optional('upper', interval === undefined ? undefined : interval.upper / scale.divisor),
    })),
  );
  return linePanel({
    widthPx: plotWidthPx,
    style,
    hasPoints: courses.every((course) => placesOf(course).length <= mostPoints),
    title,
    heightPx: 170,
    x: {
      title: 'VM of the trial, from 1',
      domain: paddedDomain(
        rows.map(({ x }) => x),
        0.03,
      ),
      isWhole: true,
    },
    y: {
      title: unitLabel(scale.unit),
      domain: paddedDomain(
        values.map((value) => value / scale.divisor),
        0.06,
      ),
    },
    rows,
    interval: 'band',
    line: 'straight',
  });
}

function valuesOf({ median, interval }: PlaceSummary): readonly number[] {
  return interval === undefined ? [median] : [median, interval.lower, interval.upper];
}

function inFlightPanel(courses: readonly NamedCourse[], style: SeriesStyle): ChartPanel {
  const rows = courses.flatMap(({ label, inFlight }) =>
    inFlight.map(({ atMs, count }) => ({ side: label, x: atMs, y: count })),
  );
  return linePanel({
    widthPx: plotWidthPx,
    style,
    hasPoints: false,
    title: 'Launches under way, in the trial whose headline is the median',
    heightPx: 190,
    x: { title: 'time from the first start (ms)', domain: [0, Math.max(...rows.map(({ x }) => x)) * 1.02] },
    y: { title: 'launches', domain: [0, Math.max(...rows.map(({ y }) => y)) * 1.05], isWhole: true },
    rows,
    interval: 'band',
    line: 'steps',
  });
}

/** "vms=32: boot timer 12.1 ms of VM 1, 14.3 ms of VM 32". */
function describe({ label, boots, memory, inFlight, trialCount, mostInFlight }: NamedCourse): string {
  const parts = [
    ends(boots, { what: 'boot timer', unit: 'us' }),
    ends(memory, { what: 'memory taken', unit: 'KiB' }),
    mostInFlight > 1
      ? `up to ${mostInFlight} launches under way, all up after ${formatMs(inFlight.at(-1)?.atMs ?? 0)}`
      : '',
  ];
  return `${label}: ${[...parts, countText(trialCount)].filter(Boolean).join('; ')}`;
}

function ends(
  places: readonly PlaceSummary[],
  { what, unit }: { readonly what: string; readonly unit: Unit },
): string {
  const [first, last] = [places[0], places.at(-1)];
  if (first === undefined || last === undefined) return '';
  const scale = displayScale(places.flatMap(valuesOf), unit);
  const text = (value: number): string => `${formatScaled(value, scale)} ${unitLabel(scale.unit)}`;
  return `${what} ${text(first.median)} of VM ${first.place}, ${text(last.median)} of VM ${last.place}`;
}

function formatMs(ms: number): string {
  const scale = displayScale([ms], 'ms');
  return `${formatScaled(ms, scale)} ms`;
}

function readingText(courses: readonly NamedCourse[]): string {
  const hasBand = courses.some(({ boots }) => boots.some(({ interval }) => interval !== undefined));
  const isInTurn = courses.some(({ boots }) => boots.length > 0);
  return [
    ...(isInTurn ? ['Points are medians over the trials.'] : []),
    ...(hasBand ? ['Bands are their 95 % order-statistic intervals.'] : []),
    ...(courses.some(({ mostInFlight }) => mostInFlight > 1)
      ? ['A launch is under way from the making of its jail until its guest has signalled.']
      : []),
  ].join(' ');
}

function countText(trialCount: number): string {
  return trialCount === 1 ? '1 trial' : `${trialCount} trials`;
}
