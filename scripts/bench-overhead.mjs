// What the harness itself costs: `npm run bench:overhead -- [RUN] [--mode boot|restore] [--trials N] [--rounds N] [--reference PROGRAM]`.
//
// Without RUN it measures anew, one vCPU and 128 MiB: boot-time, or with --mode restore a plain restore from a file. With --reference, a program that does the same trial by itself
// is run in turn with it, round by round, on the same CPUs and binaries; it is called as
//   PROGRAM --mode MODE --iterations N --firecracker F --jailer J --kernel K --cpu C --self-cpu H --csv
// and prints CSV with the columns wall_us, jail_us, spawn_us, socket_us, config_us, start_us, pin_us, ready_us, collect_us,
// kill_us, cgroup_us and rmtree_us.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { readRun } from '../dist/src/analysis/read-run.js';
import { median } from '../dist/src/stats/moments.js';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const main = join(root, 'dist/src/cli/main.js');

/** Our phases beside the reference's, which sees the jailer's work and Firecracker's start as one wait for the socket. */
const rows = [
  { name: 'jail', ours: ['jail'], reference: ['jail'] },
  {
    name: 'spawn … api_ready',
    ours: ['spawn', 'copy', 'attach', 'enter', 'api_ready'],
    reference: ['spawn', 'socket'],
  },
  { name: '  of which attach', ours: ['attach'], reference: undefined },
  { name: 'configure', ours: ['configure'], reference: ['config'] },
  { name: 'start or load', ours: ['start', 'load'], reference: ['start'] },
  { name: 'pin', ours: ['pin'], reference: ['pin'] },
  { name: 'ready', ours: ['ready'], reference: ['ready'] },
  { name: 'collect', ours: ['collect'], reference: ['collect'] },
  { name: 'kill', ours: ['kill'], reference: ['kill'] },
  { name: 'cgroup', ours: ['cgroup'], reference: ['cgroup'] },
  { name: 'remove', ours: ['remove'], reference: ['rmtree'] },
];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    mode: { type: 'string', default: 'boot' },
    trials: { type: 'string', default: '60' },
    rounds: { type: 'string', default: '3' },
    reference: { type: 'string' },
  },
});

const ownBenchmark = join(root, 'scripts/bench-overhead/plain-restore.mjs');
/** What is run for each mode, and which of its requests both sides time. */
const modes = {
  boot: { run: ['boot-time', '--param', 'vcpus=1'], call: 'boot.start_call' },
  restore: { run: ['plain-restore', '--benchmarks', ownBenchmark], call: 'restore.load' },
};
const mode = Object.hasOwn(modes, values.mode) ? modes[values.mode] : undefined;
if (mode === undefined) {
  process.stderr.write(
    `Cannot measure the mode "${values.mode}": there are ${Object.keys(modes).join(' and ')}\n`,
  );
  process.exit(64);
}

// Not in the shared temporary folder, where others can get at what root writes.
mkdirSync(join(root, 'results'), { recursive: true });
const results = mkdtempSync(join(root, 'results', '.overhead-'));
// The runner heeds an interrupt itself; this process stays to remove the folder.
process.on('SIGINT', () => undefined);
try {
  const measured = positionals.length > 0 ? positionals.map((run) => readRun(realpathSync(run))) : [];
  const reference = [];
  const perRound = Math.ceil(Number(values.trials) / Number(values.rounds));
  for (let round = 0; positionals.length === 0 && round < Number(values.rounds); round += 1) {
    measured.push(measure(perRound));
    if (values.reference !== undefined)
      reference.push(...runReference(values.reference, measured.at(-1), perRound));
  }
  print(measured, reference);
} finally {
  rmSync(results, { recursive: true });
}

function measure(trials) {
  const options = ['-n', String(trials), '--param', 'memMib=128', '--results', results, '--quiet'];
  const args = ['run', ...mode.run, ...options];
  execFileSync(process.execPath, [main, ...args], { stdio: ['ignore', 'ignore', 'inherit'] });
  return readRun(realpathSync(join(results, 'latest')));
}

function runReference(program, { manifest }, iterations) {
  const path = (role) => manifest.digests.find((digest) => digest.role === role).path;
  const options = {
    mode: values.mode,
    iterations,
    firecracker: path('firecracker'),
    jailer: path('jailer'),
    kernel: path('kernel'),
    cpu: manifest.measuredCpus[0],
    'self-cpu': manifest.harnessCpus[0],
  };
  const args = Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const text = execFileSync(program, [...args, '--csv'], { encoding: 'utf8' });
  const [header, ...lines] = text.split('\n').filter((line) => line.includes(','));
  const names = header.split(',');
  return lines.map((line) =>
    Object.fromEntries(line.split(',').map((value, at) => [names[at], Number(value)])),
  );
}

function print(runs, reference) {
  const trials = runs.flatMap((run) =>
    run.trials.filter((trial) => !trial.isWarmup && trial.outcome.status === 'ok'),
  );
  const sum = (trial, names, field) =>
    trial.phases
      .filter(({ name }) => names.includes(name))
      .reduce((total, phase) => total + phase[field], 0) / 1e6;
  const line = (name, ours, cpu, theirs) => {
    const ratio = theirs === undefined ? '' : (ours / theirs).toFixed(2);
    const cells = [ours, cpu, theirs].map((value) =>
      (value === undefined ? '' : value.toFixed(2)).padStart(10),
    );
    process.stdout.write(`${name.padEnd(20)}${cells.join('')}${ratio.padStart(10)}\n`);
  };
  const theirMedian = (names) =>
    names === undefined || reference.length === 0
      ? undefined
      : median(reference.map((row) => names.reduce((total, name) => total + row[`${name}_us`], 0) / 1000));
  process.stdout.write(`medians of ${trials.length} trials, ms; reference: ${reference.length} iterations\n`);
  process.stdout.write(`${'phase'.padEnd(20)}      wall harnessCPU reference     ratio\n`);
  for (const row of rows) {
    const wall = median(trials.map((trial) => sum(trial, row.ours, 'durationNs')));
    const cpu = median(trials.map((trial) => sum(trial, row.ours, 'harnessCpuNs')));
    line(row.name, wall, cpu, theirMedian(row.reference));
  }
  line(
    'whole trial',
    median(trials.map(({ wallNs }) => wallNs / 1e6)),
    median(trials.map(({ harnessCpuNs }) => harnessCpuNs / 1e6)),
    theirMedian(['wall']),
  );
  printSingles(runs, trials);
}

function printSingles(runs, trials) {
  const addedMs = trials.map(({ samples }) => (samples[mode.call] - samples[`${mode.call}_vmm`]) / 1000);
  process.stdout.write(`${mode.call}, client span - VMM's own duration: ${median(addedMs).toFixed(3)} ms\n`);
  const peaksMib = runs.map(({ manifest }) => (manifest.end.runnerPeakRssKib ?? 0) / 1024);
  process.stdout.write(`peak RSS of the runner: ${Math.max(...peaksMib).toFixed(1)} MiB\n`);
  const helpMs = Array.from({ length: 11 }, () => {
    const startedAt = performance.now();
    execFileSync(process.execPath, [main, '--help'], { stdio: 'ignore' });
    return performance.now() - startedAt;
  });
  process.stdout.write(`microvm-bench --help: ${median(helpMs).toFixed(0)} ms\n`);
}
