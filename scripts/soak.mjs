// Many trials of all kinds, and then nothing more on the host than before:
//   npm run soak -- [--trials 1000] [--benchmarks boot-time,snapshot-create,snapshot-restore]
// Exit status 0 when no process, jail, mount, trace, cgroup, network namespace or open file of the runner remains and its memory stayed
// flat; 1 otherwise, with what remained.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const main = join(root, 'dist/src/cli/main.js');

const { values } = parseArgs({
  options: {
    trials: { type: 'string', default: '1000' },
    benchmarks: { type: 'string', default: 'boot-time,snapshot-create,snapshot-restore' },
  },
});

/** The runner may take this much more at the end than after a tenth of the run: V8 still warms up then. */
const flatKib = 16 * 1024;

const results = mkdtempSync(join(tmpdir(), 'microvm-bench-soak-'));
const jailBase = mkdtempSync(join(existsSync('/srv') ? '/srv' : tmpdir(), 'microvm-bench-soak-'));
let problems = [];
try {
  const ids = values.benchmarks.split(',');
  const common = ['--results', results, '--jail-base', jailBase];
  const caseCount = countCases(ids, common);
  const trialsPerCase = Math.ceil(Number(values.trials) / caseCount);
  const before = takeStock();
  const run = ['run', ...ids, '-n', String(trialsPerCase), '-w', '0', '--quiet', ...common];
  const { status } = spawnSync(process.execPath, [main, ...run], { stdio: ['ignore', 'ignore', 'inherit'] });
  // 12: the host has disturbed the data, which is not what this looks for.
  if (status !== 0 && status !== 12) problems.push(`the run ended with status ${status}`);
  problems = [...problems, ...compareStock(before, takeStock()), ...checkRunner()];
  process.stdout.write(`${trialsPerCase * caseCount} trials of ${caseCount} cases\n`);
} finally {
  rmSync(results, { recursive: true, force: true });
  rmSync(jailBase, { recursive: true, force: true });
}
for (const problem of problems) process.stdout.write(`${problem}\n`);
process.stdout.write(problems.length === 0 ? 'nothing remained\n' : `${problems.length} problems\n`);
process.exitCode = problems.length === 0 ? 0 : 1;

function countCases(ids, common) {
  const output = execFileSync(process.execPath, [main, 'run', ...ids, '--dry-run', '--json', ...common]);
  return JSON.parse(output.toString()).plan.cases.length;
}

function takeStock() {
  const list = (folder) => (existsSync(folder) ? readdirSync(folder) : []);
  return {
    processes: list('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map((pid) => read(`/proc/${pid}/cmdline`).split('\0').join(' '))
      .filter((line) => /firecracker|jailer|uffd_handler|newpid_clone/.test(line)),
    jails: list(join(jailBase, 'firecracker')),
    traces: list('/sys/kernel/tracing/instances'),
    mounts: read('/proc/self/mountinfo').split('\n').filter(Boolean),
    cgroups: ['/sys/fs/cgroup', ...list('/sys/fs/cgroup').map((name) => join('/sys/fs/cgroup', name))]
      .map((mount) => join(mount, 'microvm-bench'))
      .filter(existsSync),
    'network namespaces': list('/var/run/netns'),
    'network links': list('/sys/class/net'),
  };
}

function read(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return ''; // a process that ended meanwhile
  }
}

function compareStock(before, after) {
  return Object.entries(after).flatMap(([kind, now]) => {
    const more = now.filter((each) => !before[kind].includes(each));
    return more.length === 0 ? [] : [`${kind} remain: ${more.join('; ')}`];
  });
}

function checkRunner() {
  const events = read(join(results, 'latest/events.ndjson')).trim().split('\n').filter(Boolean);
  const blocks = events.map((line) => JSON.parse(line)).filter(({ event }) => event === 'block-end');
  const early = blocks.at(Math.floor(blocks.length / 10));
  const last = blocks.at(-1);
  if (early === undefined || last === undefined) return ['the run has noted no block'];
  process.stdout.write(
    `runner: ${early.rssKib} KiB early, ${last.rssKib} KiB at the end; open files ${early.openFileCount}, ${last.openFileCount}\n`,
  );
  return [
    ...(last.rssKib - early.rssKib > flatKib ? [`the runner grew by ${last.rssKib - early.rssKib} KiB`] : []),
    ...(last.openFileCount > early.openFileCount ? ['the runner has more files open than early on'] : []),
  ];
}
