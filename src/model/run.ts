import type { Finding } from './finding.ts';
import type { HostFacts } from './host-facts.ts';
import type { ImportedRun } from './imported-run.ts';
import type { MetricDefinition, MetricLimit, SlopeOf } from './metric.ts';
import type { Block, Plan } from './plan.ts';
import type { RunStop } from './stopping.ts';

/** Version of the run folder's format. The major grows when an old reader would misread a new folder. */
export const runFormatVersion = '1.4';

export interface FileDigest {
  readonly role: string;
  readonly path: string;
  readonly sha256: string;
  /** Ids of the arms that run with it; absent where all do. */
  readonly arms?: readonly string[];
}

export interface BenchmarkFacts {
  readonly id: string;
  readonly question: string;
  readonly timedSpan: string;
  readonly disturbedBy: readonly string[];
  /** Id of the metric that answers the question. */
  readonly headline: string;
  readonly metrics: readonly MetricDefinition[];
  readonly limits?: readonly MetricLimit[];
  readonly slopes?: readonly SlopeOf[];
}

export type RunEnd =
  | { readonly status: 'running' }
  /** Of samples of another tool: how and when its measuring ended is not told. */
  | { readonly status: 'imported' }
  | {
      readonly status: 'complete' | 'interrupted' | 'failed';
      readonly endedAt: string;
      readonly runnerPeakRssKib: number;
      /** Of a complete run that a rule of its plan ended. */
      readonly stoppedBy?: RunStop;
    };

/** What the VMM of an arm ran with in a case, in its own words: its answer to GET /vm/config. */
export interface EffectiveConfig {
  readonly caseId: string;
  readonly armId: string;
  /** The trial whose VMM was asked. */
  readonly trialId: string;
  readonly config: unknown;
}

/** `manifest.json`: everything about a run that is not a trial. */
export interface RunManifest {
  readonly format: string;
  readonly runId: string;
  readonly title: string;
  /** Absent in an imported run whose source does not tell. */
  readonly startedAt?: string;
  readonly end: RunEnd;
  readonly command: readonly string[];
  /** Effective settings, each with where its value came from. */
  readonly settings: Readonly<Record<string, { readonly value: unknown; readonly origin: string }>>;
  readonly plan: Plan;
  readonly benchmarks: readonly BenchmarkFacts[];
  readonly digests: readonly FileDigest[];
  readonly measuredCpus: readonly number[];
  readonly harnessCpus: readonly number[];
  /** Absent in an imported run alone: nothing is known of its host. */
  readonly host?: HostFacts;
  /** Versions of the tool, Node and every package that computes. */
  readonly versions: Readonly<Record<string, string>>;
  readonly findings: readonly Finding[];
  /** One a case and arm; known when the run has ended. */
  readonly effectiveConfigs?: readonly EffectiveConfig[];
  /** Of samples that another tool has measured. */
  readonly imported?: ImportedRun;
}

/** What ended a run by its plan; undefined where it came to the end of its blocks, or was cut short. */
export function stopOf({ end }: Pick<RunManifest, 'end'>): RunStop | undefined {
  return 'stoppedBy' in end ? end.stoppedBy : undefined;
}

/** The blocks that the run was to run after all: a planned stop takes the rest out of the plan. */
export function blocksToRun({ plan, end }: Pick<RunManifest, 'plan' | 'end'>): readonly Block[] {
  return plan.blocks.slice(0, stopOf({ end })?.blocks);
}
