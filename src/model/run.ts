import type { Finding } from './finding.ts';
import type { HostFacts } from './host-facts.ts';
import type { MetricDefinition, MetricLimit, SlopeOf } from './metric.ts';
import type { Plan } from './plan.ts';

/** Version of the run folder's format. The major grows when an old reader would misread a new folder. */
export const runFormatVersion = '1.2';

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
  | {
      readonly status: 'complete' | 'interrupted' | 'failed';
      readonly endedAt: string;
      readonly runnerPeakRssKib: number;
    };

/** `manifest.json`: everything about a run that is not a trial. */
export interface RunManifest {
  readonly format: string;
  readonly runId: string;
  readonly title: string;
  readonly startedAt: string;
  readonly end: RunEnd;
  readonly command: readonly string[];
  /** Effective settings, each with where its value came from. */
  readonly settings: Readonly<Record<string, { readonly value: unknown; readonly origin: string }>>;
  readonly plan: Plan;
  readonly benchmarks: readonly BenchmarkFacts[];
  readonly digests: readonly FileDigest[];
  readonly measuredCpus: readonly number[];
  readonly harnessCpus: readonly number[];
  readonly host: HostFacts;
  /** Versions of the tool, Node and every package that computes. */
  readonly versions: Readonly<Record<string, string>>;
  readonly findings: readonly Finding[];
}
