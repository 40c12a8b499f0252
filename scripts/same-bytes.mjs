/**
 * Whether other versions of Node, time zones and languages make the same bytes of the same run folders: `compare` and
 * `gate` in every format, and every file that `report` writes. Prints a digest for each; status 1 when any differs.
 *
 *     npm run build && node scripts/same-bytes.mjs /path/to/other/node …
 *
 * Another version of Node, without touching the one that is installed: `npm install --prefix /tmp/n24 node@24`, then give
 * /tmp/n24/node_modules/.bin/node.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { makeRun } from './bench-analysis/make-run.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const main = join(root, 'dist/src/cli/main.js');
/** The second time this one elsewhere on earth. */
const elsewhere = { TZ: 'Asia/Kathmandu', LANG: 'de_DE.UTF-8', LC_ALL: 'de_DE.UTF-8', NO_COLOR: '1' };
const hosts = [
  { node: process.execPath, env: {}, suffix: '' },
  { node: process.execPath, env: elsewhere, suffix: ' elsewhere' },
  ...process.argv.slice(2).map((node) => ({ node, env: {}, suffix: '' })),
];
const folder = mkdtempSync(join(tmpdir(), 'microvm-bench-bytes-'));

try {
  const runs = join(folder, 'runs');
  const shape = { blocks: 40, perBlock: 2, metrics: 40 };
  makeRun(join(runs, 'two-arms'), { ...shape, runId: 'two-arms', arms: ['base', 'candidate'], seed: 11 });
  makeRun(join(runs, 'before'), { ...shape, runId: 'before', arms: ['default'], seed: 12 });
  makeRun(join(runs, 'after'), { ...shape, runId: 'after', arms: ['default'], seed: 13 });
  const all = hosts.map(({ node, env, suffix }) => {
    // Under one name for all, since paths are printed.
    const at = join(folder, 'now');
    cpSync(runs, at, { recursive: true });
    const version = execFileSync(node, ['--version'], { encoding: 'utf8' }).trim();
    const digests = digestAll({ node, env: { ...process.env, ...env } }, at);
    rmSync(at, { recursive: true });
    return { name: `${version}${suffix}`, digests };
  });
  process.exitCode = print(all) ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true });
}

/** Digests by what they are of. */
function digestAll({ node, env }, at) {
  const run = (...args) => {
    const { stdout, stderr, status } = spawnSync(node, [main, ...args], { cwd: at, env, encoding: 'utf8' });
    // 10 to 14 are verdicts of a gate.
    if (status !== 0 && !(status >= 10 && status <= 14)) throw new Error(`${args.join(' ')}: ${stderr}`);
    return `${status}\n${stdout}\n${stderr}`;
  };
  const formats = ['human', 'json', 'md'];
  const sides = [['two-arms'], ['before', 'after']];
  const printed = sides.flatMap((operands) => [
    ...[...formats, 'csv'].map((format) => [
      `compare ${operands.join(' ')} ${format}`,
      run('compare', ...operands, '--all', '--format', format),
    ]),
    ...formats.map((format) => [
      `gate ${operands.join(' ')} ${format}`,
      run('gate', ...operands, '--format', format),
    ]),
  ]);
  const reported = [...sides.flat()].map((name) => [`report ${name}`, run('report', name)]);
  const files = readdirSync(at, { recursive: true })
    .filter((path) => statSync(join(at, path)).isFile())
    .map((path) => [path, readFileSync(join(at, path))]);
  return new Map([...printed, ...reported, ...files.sort()].map(([what, bytes]) => [what, digest(bytes)]));
}

function digest(bytes) {
  return createHash('sha256').update(bytes).digest('hex').slice(0, 16);
}

function print(all) {
  const [first] = all;
  const names = [...new Set(all.flatMap(({ digests }) => [...digests.keys()]))];
  const isSame = names.map((name) => {
    const seen = all.map(({ digests }) => digests.get(name) ?? 'absent');
    const same = seen.every((each) => each === first.digests.get(name));
    process.stdout.write(`${name.padEnd(44)}${same ? `same  ${seen[0]}` : `DIFFER  ${seen.join(' ')}`}\n`);
    return same;
  });
  process.stdout.write(`${names.length} outputs under ${all.map(({ name }) => name).join(', ')}\n`);
  return isSame.every(Boolean);
}
