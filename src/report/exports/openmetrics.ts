/** The text format of OpenMetrics 1.0: gauges in base units, without time stamps. */
import type { ArmSummary, CaseSummary, MetricSummary, RunAnalysis } from '../../model/analysis.ts';
import { optional } from '../../base/optional.ts';
import type { HostFacts } from '../../model/host-facts.ts';
import type { MetricDefinition } from '../../model/metric.ts';
import type { Case } from '../../model/plan.ts';
import { plainText } from '../plain-text.ts';
import { baseUnits } from './base-units.ts';

const prefix = 'microvm_bench';

type Labels = Readonly<Record<string, string>>;

/** A metric family: all its samples stand together below its description. */
interface Family {
  readonly name: string;
  readonly type: 'gauge' | 'info';
  readonly unit?: string;
  readonly help: string;
  readonly lines: string[];
}

/**
 * The medians of all metrics with the ends of their intervals, the counts of trials, and the run as an info. A family's
 * name is made of the metric's id; the id itself is a label, so that two ids of one family stay two series.
 */
export function toOpenMetrics(analysis: RunAnalysis): string {
  const families = [infoFamily(analysis), trialsFamily(analysis), ...metricFamilies(analysis)];
  return `${families.flatMap(familyLines).join('\n')}\n# EOF\n`;
}

function familyLines({ name, type, unit, help, lines }: Family): readonly string[] {
  return [
    `# TYPE ${name} ${type}`,
    ...(unit === undefined ? [] : [`# UNIT ${name} ${unit}`]),
    `# HELP ${name} ${escape(help)}`,
    ...lines,
  ];
}

function infoFamily({ manifest }: RunAnalysis): Family {
  const { host, runId, title, startedAt, end } = manifest;
  const labels = {
    run: runId,
    title,
    ...optional('started_at', startedAt),
    status: end.status,
    ...(host === undefined ? {} : hostLabels(host)),
  };
  const line = sampleLine(`${prefix}_run_info`, labels, 1);
  return {
    name: `${prefix}_run`,
    type: 'info',
    help: 'The run that the other samples are of.',
    lines: [line],
  };
}

function hostLabels({ identity }: HostFacts): Labels {
  const { hostname, cpuModel, kernel, architecture } = identity;
  return { host: hostname, cpu: cpuModel, kernel, architecture };
}

function trialsFamily({ cases }: RunAnalysis): Family {
  const name = `${prefix}_trials`;
  const lines = cases.flatMap((summary) =>
    summary.arms.flatMap(({ armId, counts }) =>
      Object.entries(counts).map(([state, count]) =>
        sampleLine(name, { ...placeLabels(summary.case, armId), state }, count),
      ),
    ),
  );
  return { name, type: 'gauge', help: 'Trials of a case and arm: planned, and what became of them.', lines };
}

function metricFamilies({ cases }: RunAnalysis): readonly Family[] {
  const families = new Map<string, Family>();
  for (const summary of cases) {
    for (const arm of summary.arms) {
      for (const ofMetric of arm.metrics) {
        const empty = emptyFamily(ofMetric.metric);
        const family = families.get(empty.name) ?? empty;
        family.lines.push(...statisticLines(family.name, { summary, arm, ofMetric }));
        families.set(empty.name, family);
      }
    }
  }
  return [...families.values()];
}

/** `metric_` keeps the families of metrics apart from the tool's own ones. */
function emptyFamily({ id, unit, description }: MetricDefinition): Family {
  const { name: unitName } = baseUnits[unit];
  const stem = `${prefix}_metric_${id.replaceAll(/[^A-Za-z0-9_]/g, '_')}`;
  const help = `Median of the trials: ${description}`;
  if (unitName === undefined) return { name: stem, type: 'gauge', help, lines: [] };
  return { name: `${stem}_${unitName}`, type: 'gauge', unit: unitName, help, lines: [] };
}

interface SummaryPlace {
  readonly summary: CaseSummary;
  readonly arm: ArmSummary;
  readonly ofMetric: MetricSummary;
}

function statisticLines(name: string, { summary, arm, ofMetric }: SummaryPlace): readonly string[] {
  const { metric, median, medianInterval } = ofMetric;
  const interval: readonly (readonly [string, number])[] =
    medianInterval.kind === 'value'
      ? [
          ['median_lower', medianInterval.value.lower],
          ['median_upper', medianInterval.value.upper],
        ]
      : [];
  const labels = { metric: metric.id, ...placeLabels(summary.case, arm.armId) };
  return [['median', median] as const, ...interval].map(([statistic, value]) =>
    sampleLine(name, { ...labels, statistic }, baseUnits[metric.unit].toBase(value)),
  );
}

/** Of two parameters that become one label the first is kept; `case` tells both. */
function placeLabels({ id, benchmarkId, point }: Case, armId: string): Labels {
  const labels = new Map([
    ['case', id],
    ['benchmark', benchmarkId],
    ['arm', armId],
  ]);
  for (const [name, value] of Object.entries(point)) {
    const label = `parameter_${name.replaceAll(/[^A-Za-z0-9_]/g, '_')}`;
    if (!labels.has(label)) labels.set(label, String(value));
  }
  return Object.fromEntries(labels);
}

function sampleLine(name: string, labels: Labels, value: number): string {
  const pairs = Object.entries(labels).map(([label, text]) => `${label}="${escape(text)}"`);
  return `${name}{${pairs.join(',')}} ${value}`;
}

/** The same three characters are escaped in values of labels and in help texts. */
function escape(text: string): string {
  return plainText(text).replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}
