/**
 * What comparing, summarising and reporting cost, on run folders made up from a seed, each in a fresh process from its start to its
 * end. The best of some rounds is judged: on a shared machine the others tell of its neighbours. Status 1 when a
 * target is missed.
 *
 *     npm run bench:analysis
 *     npm run bench:analysis -- --rounds 5
 */
import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { makeRun } from './bench-analysis/make-run.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const main = join(here, '../dist/src/cli/main.js');
const summariser = join(here, 'bench-analysis/summarise-run.mjs');
const tellUsage = join(here, 'bench-analysis/tell-usage.mjs');

const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '3' }, keep: { type: 'string' } },
});
const folder = values.keep ?? mkdtempSync(join(tmpdir(), 'microvm-bench-analysis-'));
const at = (name) => join(folder, name);

const compared = { blocks: 50, perBlock: 2, metrics: 1000 };
const rows = [
  {
    what: 'compare 2 arms × 1000 metrics × 100 samples, one run',
    make: () => makeRun(at('both'), { ...compared, runId: 'both', arms: ['base', 'candidate'], seed: 1 }),
    args: [main, 'compare', at('both'), '--format', 'json'],
    atMost: { ms: 1000, mib: 200 },
  },
  {
    what: 'compare the same as two runs',
    make: () => {
      makeRun(at('before'), { ...compared, runId: 'before', arms: ['default'], seed: 2 });
      makeRun(at('after'), { ...compared, runId: 'after', arms: ['default'], seed: 3 });
    },
    args: [main, 'compare', at('before'), at('after'), '--format', 'json'],
    atMost: { ms: 1000, mib: 200 },
  },
  {
    what: 'summarise 50 000 trials × 20 metrics',
    make: () =>
      makeRun(at('long'), {
        runId: 'long',
        arms: ['default'],
        blocks: 500,
        perBlock: 100,
        metrics: 20,
        seed: 4,
      }),
    args: [summariser, at('long')],
    atMost: { ms: 3000, mib: 400 },
  },
  {
    what: 'report 10 000 trials × 20 metrics, two arms',
    make: () =>
      makeRun(at('published'), {
        runId: 'published',
        arms: ['base', 'candidate'],
        blocks: 2500,
        perBlock: 2,
        metrics: 20,
        seed: 5,
      }),
    args: [main, 'report', at('published')],
    atMost: { ms: 10_000, mib: 1000 },
    page: { path: at('published/report.html'), atMostMib: 3 },
  },
];

try {
  process.exitCode = rows.map(measure).every(Boolean) ? 0 : 1;
} finally {
  if (values.keep === undefined) rmSync(folder, { recursive: true });
}

function measure({ what, make, args, atMost, page }) {
  make();
  const rounds = Array.from({ length: Number(values.rounds) }, () => runOnce(args));
  const least = (name) => Math.min(...rounds.map((usage) => usage[name]));
  const figures = [
    { name: 'CPU time', unit: 'ms', figure: least('cpuMs'), target: atMost.ms },
    { name: 'wall time', unit: 'ms', figure: least('wallMs'), target: atMost.ms },
    {
      name: 'peak RSS',
      unit: 'MiB',
      figure: Math.max(...rounds.map(({ peakMib }) => peakMib)),
      target: atMost.mib,
    },
  ];
  if (page !== undefined) {
    const figure = statSync(page.path).size / 2 ** 20;
    figures.push({ name: 'page', unit: 'MiB', figure, target: page.atMostMib });
  }
  for (const each of figures) printRow(what, each);
  return figures.every(isMet);
}

function runOnce(args) {
  const path = at('usage.json');
  const usage = openSync(path, 'w');
  execFileSync(process.execPath, ['--import', tellUsage, ...args], {
    stdio: ['ignore', 'ignore', 'inherit', usage],
  });
  closeSync(usage);
  return JSON.parse(readFileSync(path, 'utf8'));
}

function printRow(what, { name, unit, figure, target }) {
  const cells = [
    `${unit === 'MiB' && figure < 10 ? figure.toFixed(1) : Math.round(figure)} ${unit}`,
    `≤ ${target} ${unit}`,
  ].map((cell) => cell.padStart(12));
  const verdict = isMet({ figure, target }) ? 'met' : 'NOT met';
  process.stdout.write(`${what.padEnd(54)}${name.padEnd(10)}${cells.join('')}  ${verdict}\n`);
}

function isMet({ figure, target }) {
  return figure <= target;
}
