import type { Finding } from './finding.ts';
import type { HostFacts } from './host-facts.ts';

/** Version of the campaign folder's format. The major grows when an old reader would misread a new folder. */
export const campaignFormatVersion = '1.1';

/** One run of a campaign: where it lies, what it is, and what its records must be. */
export interface CampaignRun {
  /** Relative to the campaign folder. */
  readonly path: string;
  readonly runId: string;
  /** Absent where the run does not tell. */
  readonly startedAt?: string;
  readonly manifestSha256: string;
  readonly samplesSha256: string;
  /** Absent where the run does not tell. */
  readonly host?: HostFacts['identity'];
}

/** `campaign.json`: runs that belong together. Each stays a run of its own; nothing is pooled. */
export interface Campaign {
  readonly format: string;
  readonly title: string;
  /** In the order in which they began. */
  readonly runs: readonly CampaignRun[];
  /** How the runs differ. */
  readonly findings: readonly Finding[];
}
