import { createHash } from 'node:crypto';
import { BenchError } from '../../base/errors.ts';
import { optional } from '../../base/optional.ts';
import type { ImportedFile, ImportedRun } from '../../model/imported-run.ts';
import { suggest } from '../../model/suggest.ts';
import { runFormatVersion, type BenchmarkFacts, type RunManifest } from '../../model/run.ts';
import type { TrialRecord } from '../../model/trial.ts';
import type { SourceData } from './import-source.ts';
import { planImported, type ImportedPlan, type PlacedTrial } from './plan-imported.ts';

export interface ImportFacts {
  readonly source: string;
  readonly files: readonly ImportedFile[];
  /** The command line that gives this run again. */
  readonly command: readonly string[];
  /** Version of this tool. */
  readonly version: string;
  readonly title?: string;
  readonly headline?: string;
  /** These two count where the files do not tell. */
  readonly startedAt?: string;
  readonly toolVersion?: string;
  /** Whether the command line says that the files are in no order. */
  readonly isUnordered: boolean;
}

export interface MadeRun {
  readonly manifest: RunManifest;
  readonly trials: readonly TrialRecord[];
}

/** What no source tells. */
const alwaysMissing = ['the host', 'where threads ran', 'what else ran beside'];

/**
 * A run of the samples of others. It depends on the files and the flags alone, its id too.
 * @throws BenchError `IMPORT_MALFORMED` where there are no samples, `USAGE` for a headline that is not there
 */
export function makeImportedRun(data: SourceData, facts: ImportFacts): MadeRun {
  const { files, source, title, command, version } = facts;
  if (data.metrics.length === 0) {
    const names = files.map(({ name }) => `"${name}"`).join(', ');
    throw new BenchError('IMPORT_MALFORMED', `Cannot import ${names}: no sample is in it`);
  }
  const { plan, placed } = planImported(data);
  const startedAt = data.startedAt ?? facts.startedAt;
  const body: Omit<RunManifest, 'runId' | 'versions'> = {
    format: runFormatVersion,
    title: title ?? titleOf(facts),
    ...optional('startedAt', startedAt),
    end: { status: 'imported' },
    command,
    settings: {},
    plan,
    benchmarks: benchmarksOf(data, { plan, headline: facts.headline }),
    digests: [],
    measuredCpus: [],
    harnessCpus: [],
    findings: [],
    imported: originOf(data, facts, startedAt),
  };
  const trials = placed.map(toRecord);
  const digest = createHash('sha256')
    .update(JSON.stringify([body, trials]))
    .digest('hex');
  const stamp = startedAt === undefined ? 'imported' : startedAt.replaceAll(/[-:]|\.\d+/g, '');
  const runId = `${stamp}-${source}-${digest.slice(0, 12)}`;
  return { manifest: { ...body, runId, versions: { 'microvm-bench': version } }, trials };
}

function titleOf({ source, files }: ImportFacts): string {
  const [only] = files;
  return files.length === 1 && only !== undefined
    ? `${source}: ${only.name}`
    : `${source}: ${files.length} files`;
}

function originOf(data: SourceData, facts: ImportFacts, startedAt: string | undefined): ImportedRun {
  const { source, files, isUnordered } = facts;
  const isOrdered = data.isOrdered && !isUnordered;
  const hasBlocks = data.trials.every(({ block }) => block !== undefined);
  return {
    source,
    ...optional('toolVersion', data.toolVersion ?? facts.toolVersion),
    files,
    isOrdered,
    hasBlocks,
    remarks: isOrdered
      ? data.remarks
      : data.remarks.filter((remark) => !remark.includes('order of measuring')),
    missing: [
      ...alwaysMissing,
      ...data.missing,
      ...(startedAt === undefined ? ['when it was measured'] : []),
      ...(isOrdered ? [] : ['the order of the trials']),
      ...(hasBlocks ? [] : ['what was measured side by side']),
    ],
  };
}

interface BenchmarkOptions {
  readonly plan: ImportedPlan['plan'];
  readonly headline: string | undefined;
}

function benchmarksOf(data: SourceData, { plan, headline }: BenchmarkOptions): readonly BenchmarkFacts[] {
  requireMetric(headline, data);
  const ids = [...new Set(plan.cases.map(({ benchmarkId }) => benchmarkId))];
  return ids.map((id) => {
    const own = new Set(
      data.trials.flatMap((trial) => (trial.benchmark === id ? Object.keys(trial.samples) : [])),
    );
    const sampled = data.metrics.filter((metric) => own.has(metric.id));
    // Of which every trial has failed: it is known by what the others have.
    const metrics = sampled.length === 0 ? data.metrics : sampled;
    const first = metrics.find((metric) => metric.id === headline) ?? metrics[0];
    return {
      id,
      question: data.question,
      timedSpan: data.timedSpan,
      disturbedBy: ['not told'],
      headline: first?.id ?? '',
      metrics,
    };
  });
}

function requireMetric(headline: string | undefined, { metrics }: SourceData): void {
  const ids = metrics.map(({ id }) => id);
  if (headline === undefined || ids.includes(headline)) return;
  const meant = suggest(headline, ids);
  throw new BenchError('USAGE', `Cannot take "${headline}" for the headline: no sample is of it`, {
    hint: meant === undefined ? `There is: ${ids.join(', ')}` : `Did you mean "${meant}"?`,
  });
}

function toRecord({ planned, source }: PlacedTrial): TrialRecord {
  const { id: trialId, ...place } = planned;
  return {
    trialId,
    ...place,
    ...optional('startedAt', source.startedAt),
    phases: [],
    marks: [],
    outcome: source.outcome,
    samples: source.samples,
    vms: [],
    harnessCpuNs: 0,
  };
}
