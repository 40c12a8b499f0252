/**
 * The runs of `fixtures/gate`, by which `gate --self-test` tries the gate. They are generated, not measured: 20 blocks of two
 * arms, noise of about 1.5 %, half of it shared by a block, and in one of them a candidate that takes 12 % longer.
 */
import type { TrialRecord } from '../../src/model/trial.ts';
import type { PlannedTrial } from '../../src/model/plan.ts';
import { createRandom, type Random } from '../../src/stats/random.ts';
import {
  aBenchmark,
  aCase,
  aHost,
  aHostIdentity,
  aManifest,
  aMetric,
  anArm,
  aPlan,
  blocksOf,
  type SmallRun,
} from './builders.ts';

export interface FixtureRun {
  readonly name: 'regression' | 'a-a';
  readonly seed: number;
  /** What the candidate takes, in parts of what the base takes. */
  readonly factor: number;
}

export const fixtureRuns: readonly FixtureRun[] = [
  { name: 'regression', seed: 1, factor: 1.12 },
  { name: 'a-a', seed: 2, factor: 1 },
];

const blockCount = 20;
const armIds = ['base', 'candidate'] as const;

export function gateFixtureRun({ name, seed, factor }: FixtureRun): SmallRun {
  const random = createRandom(seed);
  const trials = Array.from({ length: blockCount }, (_, block) => {
    const shared = noise(random);
    const order = random.nextInteger(2) === 0 ? armIds : armIds.toReversed();
    return order.map((armId, position) => {
      const own = noise(random);
      const bootUs = 65_000 * (1 + shared + own) * (armId === 'candidate' ? factor : 1);
      return aGeneratedTrial({ armId, block, position, bootUs: Math.round(bootUs) });
    });
  }).flat();
  const plan = aPlan({
    seed,
    generator: 'generated, not run',
    arms: armIds.map((id) => anArm({ id })),
    cases: [aCase()],
    blocks: blocksOf(trials),
    trialsPerCase: blockCount,
  });
  const manifest = aManifest({
    runId: `generated-${name}`,
    title: `Generated for gate --self-test: ${name}. Nothing was measured`,
    command: ['microvm-bench', 'run', 'boot-time', '--arm', 'base', '--arm', 'candidate'],
    settings: {},
    plan,
    benchmarks: [aBenchmark({ metrics: [aMetric()] })],
    digests: [],
    host: aHost({ identity: aHostIdentity({ hostname: 'generated' }) }),
    versions: {},
  });
  return { manifest, trials };
}

/** About normal, with a standard deviation of about 1 %: the mean of four uniform draws. */
function noise(random: Random): number {
  const draws = Array.from({ length: 4 }, () => random.nextInteger(10_001) / 10_000 - 0.5);
  return (draws.reduce((sum, draw) => sum + draw, 0) / 4) * 0.07;
}

type GeneratedTrial = Pick<PlannedTrial, 'armId' | 'block' | 'position'> & { readonly bootUs: number };

function aGeneratedTrial({ armId, block, position, bootUs }: GeneratedTrial): TrialRecord {
  const number = block * armIds.length + position;
  const wallNs = (bootUs + 20_000) * 1000;
  return {
    trialId: `t${String(number + 1).padStart(4, '0')}`,
    caseId: aCase().id,
    armId,
    block,
    position,
    isWarmup: false,
    startedAt: new Date(Date.UTC(2026, 0, 2, 3, 4, 6) + 250 * number).toISOString(),
    wallNs,
    phases: [],
    unaccountedNs: wallNs,
    marks: [],
    outcome: { status: 'ok' },
    samples: { 'boot.guest': bootUs },
    vms: [],
    harnessCpuNs: 9_000_000,
  };
}
