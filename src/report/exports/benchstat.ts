/**
 * The Go benchmark data format, as benchstat reads it (golang.org/design/14313-benchmark-format).
 * Units are sec and B, to which benchstat would convert ns and MB: of a value of 0 it leaves the unit as it is, which
 * parts the zeros from the other values.
 */
import type { RunAnalysis } from '../../model/analysis.ts';
import type { MetricDefinition } from '../../model/metric.ts';
import type { Case } from '../../model/plan.ts';
import type { TrialRecord } from '../../model/trial.ts';
import { parameterColumns } from '../csv-cell.ts';
import { plainLine, plainText } from '../plain-text.ts';
import { baseUnits } from './base-units.ts';
import { isJudged } from './judged-metrics.ts';

const unitNames = { seconds: 'sec/op', bytes: 'B/op', ratio: 'ratio', count: 'count' } as const;

/** One line a trial that counts, with its judged metrics as one unit each. */
export function toBenchstat(analysis: RunAnalysis): string {
  const { manifest, trials } = analysis;
  const metrics = manifest.benchmarks.flatMap((each) => each.metrics.filter(isJudged));
  const lines = [...headerLines(analysis), ...new Map(metrics.map(unitLine)).values()];
  for (const each of manifest.plan.cases) {
    const benchmark = manifest.benchmarks.find(({ id }) => id === each.benchmarkId);
    const judged = benchmark?.metrics.filter(isJudged) ?? [];
    const ofCase = trials.filter(({ caseId }) => caseId === each.id);
    lines.push(...ofCase.flatMap((trial) => trialLine(trial, { ofCase: each, metrics: judged })));
  }
  return `${lines.join('\n')}\n`;
}

/**
 * Of two files benchstat compares only what has the same keys: what names the run, and what a comparison is about, is in a
 * line that it does not read.
 */
function headerLines({ manifest }: RunAnalysis): readonly string[] {
  const { cpuModel, hostname, kernel } = manifest.host?.identity ?? {};
  const versions = [...new Set(manifest.plan.arms.map((arm) => arm.firecrackerVersion ?? 'not told'))];
  const about = `${manifest.runId}, ${manifest.title}, Firecracker ${versions.join(', ')}`;
  const keys = { host: hostname, cpu: cpuModel, kernel };
  return [
    `# microvm-bench run ${plainLine(about)}`,
    ...Object.entries(keys).flatMap(([key, value]) =>
      value === undefined ? [] : [`${key}: ${plainLine(value)}`],
    ),
  ];
}

/** By unit, since benchstat refuses a second word on the same one. */
function unitLine(metric: MetricDefinition): readonly [string, string] {
  const unit = unitOf(metric);
  return [unit, `Unit ${unit} better=${metric.direction === 'lower-is-better' ? 'lower' : 'higher'}`];
}

function trialLine(
  { armId, isWarmup, outcome, samples }: TrialRecord,
  { ofCase, metrics }: { readonly ofCase: Case; readonly metrics: readonly MetricDefinition[] },
): readonly string[] {
  if (isWarmup || outcome.status !== 'ok') return [];
  const values = metrics.flatMap((metric) => {
    const value = Object.hasOwn(samples, metric.id) ? samples[metric.id] : undefined;
    return value === undefined ? [] : [`${baseUnits[metric.unit].toBase(value)} ${unitOf(metric)}`];
  });
  return values.length === 0 ? [] : [[nameOf(ofCase, armId), '1', ...values].join(' ')];
}

/** benchstat reads "-", "/" and "*" in a unit. */
function unitOf({ id, unit }: MetricDefinition): string {
  return `${encode(id, /[-/*]/)}-${unitNames[baseUnits[unit].name ?? 'count']}`;
}

/** "BenchmarkBoot-time/vcpus=1/memMib=128/arm=base": an upper-case letter first, and no "-8" at the end, which is taken for GOMAXPROCS. */
function nameOf({ benchmarkId, point }: Case, armId: string): string {
  const benchmark = encode(benchmarkId, /\//).replace(/^\p{Ll}/u, (letter) => letter.toUpperCase());
  const keys = parameterColumns(Object.keys(point), ['arm']);
  const parameters = Object.values(point).map(
    (value, index) => `/${encode(keys[index] ?? '', /[=/]/)}=${encode(String(value), /\//)}`,
  );
  const arm = encode(armId, /\//).replace(/-(?=\d+$)/, '%2D');
  return `Benchmark${/^\p{Lu}/u.test(benchmark) ? '' : 'X'}${benchmark}${parameters.join('')}/arm=${arm}`;
}

/** Percent-encodes what the format would obey, so that different names stay different. */
function encode(text: string, special: RegExp): string {
  const obeyed = new RegExp(`[\\s\\p{C}%]|${special.source}`, 'gu');
  return plainText(text).replaceAll(obeyed, encodeCharacter);
}

function encodeCharacter(character: string): string {
  const bytes = Buffer.from(character);
  return [...bytes].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join('');
}
