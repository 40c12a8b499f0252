import { BenchError } from '../../base/errors.ts';
import type { GateConfig, LimitRule, MetricRule } from '../../model/gate-policy.ts';
import type { EffectivePolicy } from '../../model/gate-verdict.ts';
import { matchesGlob } from '../../model/glob.ts';
import { parseLimitText } from '../../model/limit-text.ts';
import { suggest } from '../../model/suggest.ts';
import type { ComparedMetric } from '../compare/policy.ts';

type RuleOfMetrics = EffectivePolicy['metrics'][number];

/** The policy of a configuration with every default filled in. */
export function effectivePolicy(config: GateConfig): EffectivePolicy {
  return {
    alpha: config.alpha ?? 0.05,
    metrics: Object.entries(config.metrics ?? {}).map(([pattern, rule]) => metricRule(pattern, rule)),
    limits: (config.limits ?? []).map(limitRule),
    waivers: config.waivers ?? [],
    inconclusive: config.inconclusive ?? 'pass',
    invalid: config.invalid ?? 'fail',
  };
}

function metricRule(pattern: string, rule: MetricRule | string): RuleOfMetrics {
  const { margin, cases = '*', mode = 'block' } = typeof rule === 'string' ? { margin: rule } : rule;
  return { pattern, cases, margin, mode };
}

function limitRule(rule: LimitRule | string): EffectivePolicy['limits'][number] {
  const { limit, cases = '*', mode = 'block' } = typeof rule === 'string' ? { limit: rule } : rule;
  return { limit, cases, mode };
}

/**
 * The most specific rule for a metric of a case: the one whose pattern of metrics has the most literal characters, then the
 * one whose pattern of cases has; of equals the later one.
 */
export function ruleFor(
  policy: Pick<EffectivePolicy, 'metrics'>,
  { metric, caseId }: ComparedMetric,
): RuleOfMetrics | undefined {
  const matching = policy.metrics.filter(
    ({ pattern, cases }) => matchesGlob(pattern, metric.id) && matchesGlob(cases, caseId),
  );
  return matching.reduce<RuleOfMetrics | undefined>(
    (best, rule) => (best === undefined || isAtLeastAsSpecific(rule, best) ? rule : best),
    undefined,
  );
}

function isAtLeastAsSpecific(rule: RuleOfMetrics, other: RuleOfMetrics): boolean {
  const byMetric = literalCount(rule.pattern) - literalCount(other.pattern);
  return byMetric > 0 || (byMetric === 0 && literalCount(rule.cases) >= literalCount(other.cases));
}

function literalCount(pattern: string): number {
  return pattern.replaceAll('*', '').length;
}

/**
 * A pattern that matches nothing switches a gate off without a word.
 * @param options.known every metric of every compared case
 * @param options.unmatched what one side has alone, a sentence each: the hint names it where no metric is spelt nearly so
 * @throws BenchError `CONFIG_INVALID` with the metric that was probably meant
 */
export function requireMatches(
  policy: EffectivePolicy,
  {
    known,
    unmatched,
  }: {
    readonly known: readonly { readonly metricId: string; readonly caseId: string }[];
    readonly unmatched: readonly string[];
  },
): void {
  const patterns = [
    ...policy.metrics.map(({ pattern, cases }) => ({ where: 'gate.metrics', metric: pattern, cases })),
    ...policy.limits.map(({ limit, cases }) => ({
      where: 'gate.limits',
      metric: parseLimitText(limit)?.metric ?? limit,
      cases,
    })),
    ...policy.waivers.map(({ metric, cases = '*' }) => ({ where: 'gate.waivers', metric, cases })),
  ];
  for (const { where, metric, cases } of patterns) {
    const isMatched = known.some(
      ({ metricId, caseId }) => matchesGlob(metric, metricId) && matchesGlob(cases, caseId),
    );
    if (isMatched) continue;
    const isMetricKnown = known.some(({ metricId }) => matchesGlob(metric, metricId));
    const near = isMetricKnown
      ? suggest(cases, [...new Set(known.map(({ caseId }) => caseId))])
      : suggest(metric, [...new Set(known.map(({ metricId }) => metricId))]);
    const place = cases === '*' ? '' : ` in cases "${cases}"`;
    throw new BenchError(
      'CONFIG_INVALID',
      `Cannot apply ${where}: no compared metric matches "${metric}"${place}`,
      {
        hint: near === undefined ? hintWithout(unmatched) : `Did you mean ${near}?`,
      },
    );
  }
}

function hintWithout(unmatched: readonly string[]): string {
  return unmatched.length === 0
    ? 'List the metrics with `microvm-bench list --json`'
    : `What one side has alone cannot be compared: ${unmatched.join('; ')}`;
}
