import { optional } from '../../base/optional.ts';
import { metricsOf } from '../../harness/metrics-of.ts';
import { specOf } from '../../harness/make-plan.ts';
import { settingsRecord } from '../../harness/settings.ts';
import { readHostFacts } from '../../host/host-facts.ts';
import { hostPath } from '../../model/brands.ts';
import type { BenchmarkDefinition } from '../../model/definition.ts';
import { runFormatVersion, type BenchmarkFacts, type FileDigest, type RunManifest } from '../../model/run.ts';
import { sha256OfFile } from '../../vm/firecracker/installation.ts';
import { readToolVersions } from '../tool-versions.ts';
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

/** Every file that a VM is made of, each once. */
function fileDigests({ installation, definitions, plan, armContext }: PlannedRun): readonly FileDigest[] {
  const specs = plan.cases.flatMap((each) => {
    const definition = definitions.find(({ id }) => id === each.benchmarkId);
    return definition === undefined ? [] : [specOf(definition, each.point, armContext)];
  });
  const images = specs.flatMap((spec) => [
    { role: 'kernel', path: spec.kernel },
    ...(spec.initrd === undefined ? [] : [{ role: 'initrd', path: spec.initrd }]),
    ...spec.drives.map(({ driveId, path }) => ({ role: `drive ${driveId}`, path })),
  ]);
  const unique = new Map(images.map((image) => [`${image.role} ${image.path}`, image]));
  return [
    { role: 'firecracker', path: installation.firecracker, sha256: installation.firecrackerSha256 },
    { role: 'jailer', path: installation.jailer, sha256: installation.jailerSha256 },
    ...[...unique.values()].map(({ role, path }) => ({ role, path, sha256: sha256OfFile(hostPath(path)) })),
  ];
}
