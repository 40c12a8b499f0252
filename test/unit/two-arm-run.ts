import type { TrialRecord } from '../../src/model/trial.ts';
import type { RunManifest } from '../../src/model/run.ts';
import type { RunRecords } from '../../src/analysis/run-facts.ts';
import { createRandom, shuffle } from '../../src/stats/random.ts';
import { aManifest, aPlan, aTrial, blocksOf } from './builders.ts';

export interface TwoArmOptions {
  readonly blockCount: number;
  /** What the candidate's times are multiplied by. */
  readonly factor: number;
  readonly seed: number;
  readonly armIds?: readonly string[];
  readonly manifest?: Partial<RunManifest>;
  /** Changes a trial after it was made. */
  readonly change?: (trial: TrialRecord) => TrialRecord;
}

function unchanged(trial: TrialRecord): TrialRecord {
  return trial;
}

/**
 * A run of one case whose blocks hold two trials of each arm: boot times around 60 ms with a host that drifts from
 * block to block, 2 % of scatter within, and one slow trial in ten.
 */
export function aTwoArmRun(options: TwoArmOptions): RunRecords {
  const { blockCount, factor, seed, armIds = ['base', 'candidate'], change = unchanged } = options;
  const random = createRandom(seed);
  const uniform = (): number => random.nextInteger(1_000_000) / 1_000_000;
  const scatter = (): number => 0.02 * (uniform() + uniform() + uniform() - 1.5);
  const trials = Array.from({ length: blockCount }, (_, block) => {
    const hostState = 1 + 0.1 * Math.sin(block / 3);
    const order: readonly string[] = shuffle([...armIds, ...armIds], random);
    return order.map((armId, position) => {
      const spike = uniform() < 0.1 ? 1.2 : 1;
      const armFactor = armId === armIds[0] ? 1 : factor;
      const bootUs = Math.round(60_000 * hostState * spike * armFactor * (1 + scatter()));
      const number = block * order.length + position + 1;
      return change(
        aTrial({
          trialId: `t${String(number).padStart(4, '0')}`,
          armId,
          block,
          position,
          samples: { 'boot.guest': bootUs, 'noise.missed_log_lines': 0 },
        }),
      );
    });
  }).flat();
  const arms = armIds.map((id) => ({ id, firecrackerVersion: '1.12.1', launch: 'pid-namespace' as const }));
  const plan = aPlan({ arms, blocks: blocksOf(trials), trialsPerCase: 2 * blockCount });
  return { manifest: aManifest({ plan, ...options.manifest }), trials };
}

/** Files of a run folder by name, as the tool writes them. */
export function runFiles({ manifest, trials }: RunRecords): Readonly<Record<string, string>> {
  return {
    'manifest.json': `${JSON.stringify(manifest, undefined, 2)}\n`,
    'samples.ndjson': trials.map((trial) => `${JSON.stringify(trial)}\n`).join(''),
  };
}
