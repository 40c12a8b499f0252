import type { Finding } from '../../model/finding.ts';
import { formatValue, unitLabel } from '../../model/format-number.ts';
import type { MetricDefinition } from '../../model/metric.ts';
import { detectModes } from '../../stats/modality.ts';
import { median } from '../../stats/moments.ts';
import { clopperPearson } from '../../stats/shares.ts';
import { headlineSeries } from '../headline-series.ts';
import type { RunFacts } from '../run-facts.ts';
import { countOf } from '../wording.ts';
import { compareModes, type CutSeries } from './modes-of-arms.ts';

/** Headlines of which some trials belong to one group and some to another: their median lies in either, by chance. */
export function modes(run: RunFacts): readonly Finding[] {
  const series = headlineSeries(run).map((each) => ({ ...each, cut: findCut(each.values) }));
  const [baseId] = run.manifest.plan.arms.map(({ id }) => id);
  return series.flatMap((each) => {
    const base = series.find(({ caseId, armId }) => caseId === each.caseId && armId === baseId);
    const betweenArms = base === undefined || base === each ? [] : compareModes(base, each);
    return [...describe(each), ...betweenArms];
  });
}

/** Of more than two modes nothing is told: shares of two groups would not describe them. */
function findCut(values: readonly number[]): number | undefined {
  const modality = detectModes(values);
  if (modality.kind !== 'modes' || modality.modes.length !== 2) return undefined;
  const cut = modality.modes[0]?.upper;
  // Of values that are all alike the modes are of the noise by which ties are broken.
  const areParted =
    cut !== undefined && values.some((value) => value <= cut) && values.some((value) => value > cut);
  return areParted ? cut : undefined;
}

function describe({ place, metric, values, cut }: CutSeries): readonly Finding[] {
  if (cut === undefined) return [];
  const groups = [values.filter((value) => value <= cut), values.filter((value) => value > cut)];
  const parts = groups.map((group) => describeGroup(group, { metric, count: values.length }));
  return [
    {
      rule: 'modes',
      severity: 'note',
      message: `${place}: ${metric.id} has two modes in ${countOf(values.length, 'trial')}: ${parts.join(', ')}`,
      advice: 'Find what tells the groups apart; the median of both together moves with their shares',
    },
  ];
}

function describeGroup(
  group: readonly number[],
  { metric, count }: { readonly metric: MetricDefinition; readonly count: number },
): string {
  const { lower, upper } = clopperPearson({ hits: group.length, count });
  const middle = `${formatValue(median(group), metric.unit)} ${unitLabel(metric.unit)}`;
  return `${middle} in ${percent(group.length / count)} % (${percent(lower)} to ${percent(upper)} %)`;
}

function percent(share: number): string {
  return (100 * share).toFixed(0);
}
