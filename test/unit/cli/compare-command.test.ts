import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseGateVerdict } from '../../../src/model/verdict-schema.ts';
import { aTwoArmRun, runFiles, type TwoArmOptions } from '../two-arm-run.ts';
import { invoke, type Invocation } from './invoke.ts';
import { makeTemporaryFolder, type TemporaryFolder } from './temporary-folder.ts';

function writeRun(folder: TemporaryFolder, name: string, options: Partial<TwoArmOptions> = {}): string {
  const run = aTwoArmRun({ blockCount: 12, factor: 1, seed: 5, ...options });
  for (const [file, text] of Object.entries(runFiles(run))) folder.write(join('results', name, file), text);
  return join(folder.path, 'results', name);
}

function call(folder: TemporaryFolder, ...argv: readonly string[]): Promise<Invocation> {
  return invoke(argv, { cwd: folder.path });
}

/** What a golden file may hold of an answer: the tool's version moves. */
function stable(text: string): string {
  return text.replaceAll(/"tool": "[^"]*"/g, '"tool": "<version>"');
}

describe('compare', () => {
  it.each(['human', 'md', 'csv', 'json'])('prints a whole comparison as %s', async (format) => {
    using folder = makeTemporaryFolder();
    writeRun(folder, 'slower', { factor: 1.1 });
    const { status, stdout } = await call(folder, 'compare', 'slower', '--format', format);
    expect(status).toBe(0);
    await expect(stdout).toMatchFileSnapshot(`../../golden/compare/slower.${format}`);
  });

  it('compares arms of two runs that are named', async () => {
    using folder = makeTemporaryFolder();
    writeRun(folder, 'one');
    writeRun(folder, 'two', { factor: 1.1, manifest: { runId: 'two' } });
    const { status, stdout, stderr } = await call(folder, 'compare', 'one:base', 'two:candidate');
    expect(status).toBe(0);
    expect(stdout).toContain('1 regressed of 1 gated comparison: two:candidate against 2026');
    expect(stderr).toContain('warning separate-runs');
  });

  it('takes margins and α from flags', async () => {
    using folder = makeTemporaryFolder();
    writeRun(folder, 'slower', { factor: 1.1 });
    const margin = await call(folder, 'compare', 'slower', '--margin', 'boot.guest=20%');
    expect(margin.stdout).toContain('1 equivalent of 1 gated comparison');
    const alpha = await call(folder, 'compare', 'slower', '--alpha', '0.01');
    expect(alpha.stdout).toContain('99 % interval');
  });

  it.each([
    [['compare', 'run', '--format', 'yaml'], 64, 'Cannot use --format "yaml"'],
    [['compare', 'run', '--margin', 'boot.guest'], 64, 'Cannot read --margin "boot.guest"'],
    [['compare', 'run', '--margin', 'boot.guest=3 parsecs'], 64, 'Cannot read --margin'],
    [['compare', 'run', '--alpha', '2'], 64, 'Cannot read --alpha "2"'],
    [['compare', 'run:nobody'], 64, 'Cannot find the arm "nobody" in "run"'],
    [['compare', 'run', 'run'], 64, 'Cannot tell which arm of "run" is meant'],
    [['compare', 'run:base', 'run:base'], 64, 'Cannot compare "run" with itself'],
    [['compare', 'run', 'run', 'run'], 64, 'Cannot compare 3 operands'],
    [['compare', 'nowhere'], 65, 'Cannot find the runs "nowhere"'],
    [['compare', 'single'], 64, 'arm base is all there is'],
  ])('answers %j with %i', async (argv, expected, message) => {
    using folder = makeTemporaryFolder();
    writeRun(folder, 'run');
    writeRun(folder, 'single', { armIds: ['base'] });
    const { status, stderr, stdout } = await call(folder, ...argv);
    expect(stderr).toContain(message);
    expect(status).toBe(expected);
    expect(stdout).toBe('');
  });
});

describe('explain', () => {
  it('prints the chain of one verdict', async () => {
    using folder = makeTemporaryFolder();
    writeRun(folder, 'slower', { factor: 1.1 });
    const { status, stdout } = await call(folder, 'explain', 'boot.guest', 'slower');
    expect(status).toBe(0);
    await expect(stdout).toMatchFileSnapshot('../../golden/compare/explain.txt');
  });

  it('suggests the metric that was probably meant', async () => {
    using folder = makeTemporaryFolder();
    writeRun(folder, 'run');
    const { status, stderr } = await call(folder, 'explain', 'boot.gest', 'run');
    expect(status).toBe(64);
    expect(stderr).toContain('hint: Did you mean boot.guest?');
  });

  it('explains by the gate of the configuration, and flags win', async () => {
    using folder = makeTemporaryFolder();
    writeRun(folder, 'slower', { factor: 1.1 });
    const gate = { alpha: 0.01, metrics: { 'boot.guest': '20%' } };
    folder.write('microvm-bench.config.json', JSON.stringify({ gate }));
    const byGate = await call(folder, 'explain', 'boot.guest', 'slower');
    expect(byGate.stdout).toContain('boot.guest of boot-time/vcpus=1,memMib=128 is equivalent: ');
    expect(byGate.stdout).toContain('99 % interval');
    const byFlags = ['--margin', 'boot.*=1%', '--alpha', '0.1'];
    const { stdout } = await call(folder, 'explain', 'boot.guest', 'slower', ...byFlags);
    expect(stdout).toContain(' regressed: ');
    expect(stdout).toContain('90 % interval');
  });
});

describe('compare --candidate', () => {
  it.each(['base', 'candidate'])('refuses a second --%s', async (name) => {
    using folder = makeTemporaryFolder();
    writeRun(folder, 'run', { armIds: ['a', 'b', 'c'] });
    const { status, stderr } = await call(folder, 'compare', 'run', `--${name}`, 'b', `--${name}`, 'c');
    expect(status).toBe(64);
    expect(stderr).toContain(`Cannot use --${name} "c": "b" is given as well`);
  });
});

describe('compare --margin', () => {
  it.each(['compare', 'explain'])(
    'of %s refuses what matches no metric, and suggests one',
    async (command) => {
      using folder = makeTemporaryFolder();
      writeRun(folder, 'run');
      const operands = command === 'explain' ? ['boot.guest', 'run'] : ['run'];
      const { status, stderr } = await call(folder, command, ...operands, '--margin', 'boot.gest=3%');
      expect(status).toBe(64);
      expect(stderr).toContain(
        'Cannot apply --margin "boot.gest=3%": no compared metric matches "boot.gest"',
      );
      expect(stderr).toContain('hint: Did you mean boot.guest?');
    },
  );

  it('gates what it names beside the headlines', async () => {
    using folder = makeTemporaryFolder();
    writeRun(folder, 'slower', { factor: 1.1 });
    const { stdout } = await call(folder, 'compare', 'slower', '--margin', 'noise.missed_log_lines=1');
    expect(stdout).toContain('1 regressed, 1 equivalent of 2 gated comparisons');
  });
});

describe('gate', () => {
  it('writes the verdict into the run folder and where it is told, and exits by it', async () => {
    using folder = makeTemporaryFolder();
    const run = writeRun(folder, 'slower', { factor: 1.1 });
    const { status, stdout } = await call(folder, 'gate', 'slower', '--output', 'out.json');
    expect(status).toBe(10);
    await expect(stdout).toMatchFileSnapshot('../../golden/compare/gate.human');
    const text = readFileSync(join(run, 'verdict.json'), 'utf8');
    await expect(stable(text)).toMatchFileSnapshot('../../golden/compare/verdict.json');
    expect(readFileSync(join(folder.path, 'out.json'), 'utf8')).toBe(text);
  });

  it('judges by the policy of the configuration', async () => {
    using folder = makeTemporaryFolder();
    writeRun(folder, 'slower', { factor: 1.1 });
    folder.write('microvm-bench.config.json', JSON.stringify({ gate: { metrics: { 'boot.guest': '20%' } } }));
    const { status, stdout } = await call(folder, 'gate', 'slower');
    expect(status).toBe(0);
    expect(stdout).toContain('passed: 1 equivalent of 1 gated');
  });

  it.each([
    [{ metrics: { 'boot.gest': '3%' } }, 78, 'Did you mean boot.guest?'],
    [{ metrics: { 'boot.guest': '3' } }, 78, 'Cannot hold boot.guest in us to a value in count'],
    [{ metrics: { 'boot.guest': '3 parsecs' } }, 78, 'a margin like'],
    [{ limits: ['boot.guest mean <= 3ms'] }, 78, 'a limit like'],
    [{ waivers: [{ metric: 'x', reason: 'r', owner: 'o', until: 'never' }] }, 78, 'a day like'],
    [{ metrix: {} }, 78, 'metrics'],
  ])('refuses the policy %j', async (gate, expected, message) => {
    using folder = makeTemporaryFolder();
    writeRun(folder, 'run');
    folder.write('microvm-bench.config.json', JSON.stringify({ gate }));
    const { status, stderr } = await call(folder, 'gate', 'run');
    expect(stderr).toContain(message);
    expect(status).toBe(expected);
  });

  it('writes a verdict that nothing passes by where it cannot be asked', async () => {
    using folder = makeTemporaryFolder();
    const { status } = await call(folder, 'gate', 'nowhere', '--output', 'out.json');
    expect(status).toBe(65);
    const value: unknown = JSON.parse(readFileSync(join(folder.path, 'out.json'), 'utf8'));
    expect(parseGateVerdict(value, 'the verdict')).toMatchObject({ status: 'error', exitCode: 65 });
  });

  it.each([
    ['a journal cut in the middle of its last line', (text: string) => text.slice(0, -40), 12],
    ['a duplicate trial', (text: string) => text + (text.split('\n')[0] ?? '') + '\n', 65],
    [
      'a value that is no number',
      (text: string) => text.replace(/"boot.guest":\d+/, '"boot.guest":null'),
      65,
    ],
    [
      'a value beyond all numbers',
      (text: string) => text.replace(/"boot.guest":\d+/, '"boot.guest":1e999'),
      65,
    ],
    ['a line of nonsense', (text: string) => text.replace('{', 'x{'), 65],
  ])('meets %s', async (_what, damage, expected) => {
    using folder = makeTemporaryFolder();
    const run = writeRun(folder, 'run');
    const path = join('results', 'run', 'samples.ndjson');
    folder.write(path, damage(readFileSync(join(run, 'samples.ndjson'), 'utf8')));
    const { status } = await call(folder, 'gate', 'run');
    expect(status).toBe(expected);
  });

  it('refuses a run of a newer format', async () => {
    using folder = makeTemporaryFolder();
    writeRun(folder, 'run', { manifest: { format: '2.0' } });
    const { status, stderr } = await call(folder, 'gate', 'run');
    expect(status).toBe(65);
    expect(stderr).toContain('its format is 2.0');
  });
});
