import { optional } from '../../base/optional.ts';
import { metricsOf } from '../../harness/metrics-of.ts';
import { settingsRecord } from '../../harness/settings.ts';
import { readHostFacts } from '../../host/host-facts.ts';
import type { BenchmarkDefinition } from '../../model/definition.ts';
import { runFormatVersion, type BenchmarkFacts, type RunManifest } from '../../model/run.ts';
import { readToolVersions } from '../tool-versions.ts';
import { fileDigests } from './file-digests.ts';
import type { PlannedRun } from './plan-run.ts';

export interface ManifestOptions {
  readonly planned: PlannedRun;
  readonly runId: string;
  readonly startedAt: Date;
  readonly command: readonly string[];
  readonly packageRoot: string;
}

/** Everything that is known when a run begins. */
export function makeManifest({
  planned,
  runId,
  startedAt,
  command,
  packageRoot,
}: ManifestOptions): RunManifest {
  const { settings, definitions, plan, budget } = planned;
  return {
    format: runFormatVersion,
    runId,
    title: settings.title?.value ?? definitions.map(({ id }) => id).join(', '),
    startedAt: startedAt.toISOString(),
    end: { status: 'running' },
    command,
    settings: settingsRecord(settings),
    plan,
    benchmarks: definitions.map(benchmarkFacts),
    digests: fileDigests(planned),
    measuredCpus: budget.measuredCpus,
    harnessCpus: budget.harnessCpus,
    host: readHostFacts(settings.jailBase.value),
    versions: readToolVersions(packageRoot),
    findings: plan.findings,
  };
}

function benchmarkFacts(definition: BenchmarkDefinition): BenchmarkFacts {
  const { id, question, timedSpan, disturbedBy, headline, limits, slopes } = definition;
  const metrics = metricsOf(definition);
  const rules = { ...optional('limits', limits), ...optional('slopes', slopes) };
  return { id, question, timedSpan, disturbedBy, headline, metrics, ...rules };
}
