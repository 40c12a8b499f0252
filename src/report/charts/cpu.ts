import { cpuRoles, type CpuCourse } from '../../model/figures/cpu-course.ts';
import { formatValue } from '../../model/format-number.ts';
import type { BenchmarkView } from '../benchmark-view.ts';
import type { ChartPanel } from '../render-charts.ts';
import { sheetTitle } from '../sheets.ts';
import type { AxisDomain } from './axis-domain.ts';
import { chartId, composeSpec, type Chart } from './chart.ts';
import { linePanel } from './line-panel.ts';
import { markLayers } from './mark-layers.ts';
import { seriesStyle, type SeriesStyle } from './series-style.ts';

const plotWidthPx = 700;
const plotHeightPx = 90;
/** More trials than this are a wall of lines. */
const mostPanels = 12;

/** A course with the name of its case and side. */
interface NamedCourse extends CpuCourse {
  readonly label: string;
}

const roleNames: Readonly<Record<(typeof cpuRoles)[number], string>> = {
  vmm: 'VMM thread',
  api: 'API thread',
  vcpu: 'vCPU threads',
  other: 'other threads',
};

/** The CPU time of each role's threads over one trial of each case and side, with the phases that begin meanwhile. */
export function cpuChart(view: BenchmarkView): Chart | undefined {
  const { report, benchmark, series } = view;
  const courses = series.flatMap((one): readonly NamedCourse[] => {
    const course = report.figures.cpuCourses.find(
      ({ runLabel, caseId, armId }) =>
        runLabel === one.run.label && caseId === one.caseId && armId === one.armId,
    );
    return course === undefined ? [] : [{ ...course, label: one.label }];
  });
  if (courses.length === 0) return undefined;
  const drawn = courses.slice(0, mostPanels);
  const present = cpuRoles.filter((role) =>
    courses.some(({ roles }) => roles.some((each) => each.role === role)),
  );
  const style = seriesStyle(present.map((role) => roleNames[role]));
  const title = sheetTitle(view, 'CPU time of the threads over a trial');
  const subtitle = `${benchmark.id}, the trial of each case whose ${benchmark.headline} is the median`;
  const altText = `${title}. ${courses.map(describe).join('; ')}.`;
  return {
    id: chartId(benchmark.id, 'cpu'),
    title,
    altText,
    sentence: sentenceOf(courses, drawn),
    spec: composeSpec(
      { title, subtitle, altText, colors: 'shared' },
      drawn.map((course) => panelOf(course, style)),
    ),
  };
}

function panelOf(course: NamedCourse, style: SeriesStyle): ChartPanel {
  const domain: AxisDomain = [course.fromMs, course.toMs];
  const marks = course.phases.map(({ name, startMs, isUnderWay }) => ({
    x: Math.max(startMs, course.fromMs),
    text: isUnderWay ? `${name} goes on` : name,
    kind: 'known' as const,
  }));
  const { layers, heightPx } = markLayers(marks, { domain, widthPx: plotWidthPx });
  const rows = course.roles.flatMap(({ role, steps }) => {
    const side = roleNames[role];
    const points = steps.map(({ fromMs, percent }) => ({ side, x: fromMs, y: percent }));
    const last = steps.at(-1);
    return last === undefined ? points : [...points, { side, x: last.toMs, y: last.percent }];
  });
  const most = Math.max(...rows.map(({ y }) => y), 1);
  return linePanel({
    title: `${course.label}, ${course.trialId}`,
    widthPx: plotWidthPx,
    heightPx: plotHeightPx,
    x: { title: 'time from the start of the trial (ms)', domain },
    y: { title: '% of one CPU', domain: [0, most * 1.05] },
    style,
    rows,
    interval: 'band',
    line: 'steps',
    hasPoints: false,
    below: layers,
    headroomPx: heightPx,
  });
}

/** "load=idle vcpus=1, trial t0004: VMM thread 0.1 %, vCPU threads 0.2 % of one CPU from 31.2 to 1131 ms". */
function describe({ label, trialId, roles, fromMs, toMs, phases }: NamedCourse): string {
  const shares = roles.map(
    ({ role, meanPercent }) => `${roleNames[role]} ${formatValue(meanPercent, 'percent')} %`,
  );
  const begun = phases.filter(({ isUnderWay }) => !isUnderWay);
  const marks = begun.map(({ name, startMs }) => `${name} begins at ${formatValue(startMs, 'ms')} ms`);
  const span = `of one CPU from ${formatValue(fromMs, 'ms')} to ${formatValue(toMs, 'ms')} ms`;
  return [`${label}, trial ${trialId}: ${shares.join(', ')} ${span}`, ...marks].join(', ');
}

function sentenceOf(courses: readonly NamedCourse[], drawn: readonly NamedCourse[]): string {
  const [busiest] = courses
    .flatMap(({ label, roles }) => roles.map(({ role, meanPercent }) => ({ label, role, meanPercent })))
    .toSorted((one, other) => other.meanPercent - one.meanPercent);
  const ticks = Math.max(...courses.map(({ ticksPerStep }) => ticksPerStep));
  return [
    ...(busiest === undefined
      ? []
      : [
          `Most is taken by the ${roleNames[busiest.role]} of ${busiest.label}: ${formatValue(busiest.meanPercent, 'percent')} % of one CPU on the mean.`,
        ]),
    "A line is a role's threads together, 100 % is one CPU; vertical lines are where phases of that trial begin.",
    ...(ticks > 1 ? [`A step stands for up to ${ticks} looks.`] : []),
    ...(drawn.length < courses.length
      ? [`Drawn are the first ${drawn.length} of ${courses.length} cases and sides.`]
      : []),
  ].join(' ');
}
