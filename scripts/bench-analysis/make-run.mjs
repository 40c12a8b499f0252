/** Writes run folders made up from a seed: the shape of real records, and numbers that scatter and drift a little. */
import { closeSync, mkdirSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { createRandom } from '../../dist/src/stats/random.js';

const caseId = 'boot-time/vcpus=1,memMib=128';
const phases = [
  'jail',
  'spawn',
  'copy',
  'attach',
  'enter',
  'api_ready',
  'configure',
  'start',
  'ready',
  'kill',
];

/**
 * @param {string} folder of the run, which is made
 * @param {{ runId: string, arms: readonly string[], blocks: number, perBlock: number, metrics: number, seed: number }}
 * shape where each block holds `perBlock` trials of each arm
 */
export function makeRun(folder, { runId, arms, blocks, perBlock, metrics, seed }) {
  mkdirSync(folder, { recursive: true });
  const random = createRandom(seed);
  const ids = Array.from({ length: metrics }, (_, index) => `made.metric_${String(index).padStart(4, '0')}`);
  const levels = ids.map(() => 1_000 + random.nextInteger(100_000));
  const journal = openSync(join(folder, 'samples.ndjson'), 'w');
  const plannedBlocks = [];
  let number = 0;
  for (let block = 0; block < blocks; block += 1) {
    const trials = arms
      .flatMap((armId) => Array.from({ length: perBlock }, () => armId))
      .map((armId, position) => {
        number += 1;
        const id = `t${String(number).padStart(6, '0')}`;
        return { id, caseId, armId, block, position, isWarmup: false };
      });
    plannedBlocks.push({ index: block, caseId, isWarmup: false, trials });
    const hostState = 1 + 0.02 * Math.sin(block / 5);
    const lines = trials.map((planned) => {
      const samples = Object.fromEntries(
        ids.map((id, at) => {
          const scatter = 1 + (random.nextInteger(40_000) - 20_000) / 1e6;
          return [id, Math.round(levels[at] * hostState * scatter * 1_000) / 1_000];
        }),
      );
      return `${JSON.stringify(aRecord(planned, samples, random))}\n`;
    });
    writeSync(journal, lines.join(''));
  }
  closeSync(journal);
  const manifest = aManifest({ runId, arms, ids, blocks: plannedBlocks, seed });
  writeFileSync(join(folder, 'manifest.json'), `${JSON.stringify(manifest, undefined, 2)}\n`);
}

function aRecord({ id: trialId, ...planned }, samples, random) {
  let startNs = 0;
  const timeline = phases.map((name) => {
    const durationNs = 1_000_000 + random.nextInteger(1_000_000);
    startNs += durationNs;
    return { name, startNs: startNs - durationNs, durationNs, harnessCpuNs: Math.round(durationNs / 10) };
  });
  return {
    trialId,
    ...planned,
    startedAt: '2026-01-02T03:04:06.250Z',
    wallNs: startNs + 20_000,
    phases: timeline,
    unaccountedNs: 20_000,
    marks: [{ name: 'guest-boot', atNs: startNs, source: 'vmm-log' }],
    outcome: { status: 'ok' },
    samples,
    vms: [
      {
        vmId: `${trialId}-0`,
        uid: 61_000,
        pid: 5_010,
        launch: 'pid-namespace',
        firecrackerVersion: '1.12.1',
        end: { exit: { kind: 'signal', signal: 9 }, steps: ['kill'] },
        majorFaults: 0,
        missedLogCount: 0,
      },
    ],
    placement: {
      policy: 'dedicated',
      confinement: 'cpuset-v2',
      setter: 'koffi',
      threads: ['vmm', 'api', 'vcpu 0'].map((role, index) => aThread(role, index, random)),
    },
    noise: {
      spanNs: startNs,
      stealUs: 0,
      cpuPressureUs: random.nextInteger(50),
      majorFaults: 0,
      swappedInPages: 0,
      swappedOutPages: 0,
      otherVms: 0,
    },
    harnessCpuNs: 9_000_000,
  };
}

function aThread(role, index, random) {
  return {
    tid: 5_010 + index,
    comm: 'firecracker',
    role,
    allowedCpus: [index + 1],
    lastCpu: index + 1,
    migrations: 0,
    runNs: 60_000_000 + random.nextInteger(1_000_000),
    waitNs: random.nextInteger(100_000),
    involuntarySwitches: random.nextInteger(4),
  };
}

function aManifest({ runId, arms, ids, blocks, seed }) {
  const placement = { policy: 'dedicated', confineTo: [1, 2, 3], vmm: [1], api: [2], vcpus: [[3]] };
  const metrics = ids.map((id) => ({
    id,
    unit: 'us',
    direction: 'lower-is-better',
    kind: 'time',
    description: 'made up',
  }));
  return {
    format: '1.0',
    runId,
    title: 'Made up to time the analysis',
    startedAt: '2026-01-02T03:04:05.000Z',
    end: { status: 'complete', endedAt: '2026-01-02T04:04:05.000Z', runnerPeakRssKib: 98_304 },
    command: ['microvm-bench', 'run', 'boot-time'],
    settings: {},
    plan: {
      seed,
      generator: 'made up',
      arms: arms.map((id) => ({ id, firecrackerVersion: '1.12.1', launch: 'pid-namespace' })),
      cases: [{ id: caseId, benchmarkId: 'boot-time', point: { vcpus: 1, memMib: 128 }, placement }],
      blocks,
      trialsPerCase: blocks.reduce((sum, { trials }) => sum + trials.length, 0) / arms.length,
      trialTimeoutMs: 10_000,
      findings: [],
    },
    benchmarks: [
      {
        id: 'boot-time',
        question: 'How long does the analysis take?',
        timedSpan: 'made up',
        disturbedBy: [],
        headline: ids[0],
        metrics,
      },
    ],
    digests: [],
    measuredCpus: [1, 2, 3],
    harnessCpus: [0],
    host: aHost(),
    versions: {},
    findings: [],
  };
}

function aHost() {
  return {
    identity: {
      hostname: 'made-up',
      architecture: 'x86_64',
      cpuModel: 'Example CPU',
      cpuCount: 8,
      threadsPerCore: 1,
      numaNodes: 1,
      microcode: '0xa1',
      memTotalMib: 32_768,
      kernel: '6.1.0',
      kernelCommandLine: 'quiet',
      distribution: 'Example Linux 12',
      kvmModules: ['kvm', 'kvm_amd'],
      mitigations: {},
    },
    settings: {
      governors: ['performance'],
      turbo: 'off',
      smt: 'off',
      transparentHugePages: 'madvise',
      kernelSamepageMerging: 'off',
      swapTotalMib: 0,
      isolatedCpus: '1-3',
      clocksource: 'tsc',
      cgroup: 'v2',
      jailFilesystem: 'ext4',
    },
    observed: { loadAverage1m: 0.05, memAvailableMib: 30_000, uptimeS: 86_400 },
  };
}
