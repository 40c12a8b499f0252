import type { ArmSummary, MetricSummary } from '../../model/analysis.ts';
import type { Finding } from '../../model/finding.ts';
import type { RunFacts } from '../run-facts.ts';
import { countOf } from '../wording.ts';

/** What the headlines' sample counts do not support, and how many samples it would need. */
export function tailsNotShown({ cases }: RunFacts): readonly Finding[] {
  const headlines = cases.flatMap(({ headline, arms }) => arms.flatMap((arm) => headlineOf(arm, headline)));
  const missing = headlines.flatMap(missingEstimates);
  const needs = [...new Map(missing.map(({ what, neededCount }) => [what, neededCount])).entries()];
  if (needs.length === 0) return [];
  const counts = headlines.filter((each) => missingEstimates(each).length > 0).map(({ count }) => count);
  const list = needs.map(([what, neededCount]) => `${what} (needs ${neededCount})`).join(', ');
  return [
    {
      rule: 'tails-not-shown',
      severity: 'note',
      message: `Not shown for want of samples: ${list}; such cases have ${countRange(counts)}`,
      advice:
        'Run as many trials as the wanted quantile needs; the median is the number to compare until then',
    },
  ];
}

function headlineOf({ metrics }: ArmSummary, headline: string): readonly MetricSummary[] {
  return metrics.filter(({ metric }) => metric.id === headline);
}

function missingEstimates({
  medianInterval,
  p90,
  p95,
  p99,
}: MetricSummary): readonly { readonly what: string; readonly neededCount: number }[] {
  const estimates = { 'the interval of the median': medianInterval, p90, p95, p99 };
  return Object.entries(estimates).flatMap(([what, estimate]) =>
    estimate.kind === 'too-few' ? [{ what, neededCount: estimate.neededCount }] : [],
  );
}

function countRange(counts: readonly number[]): string {
  const [least, most] = [Math.min(...counts), Math.max(...counts)];
  return least === most ? countOf(least, 'ok trial') : `${least} to ${countOf(most, 'ok trial')}`;
}
