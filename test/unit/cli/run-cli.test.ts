import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { invoke } from './invoke.ts';
import { makeTemporaryFolder } from './temporary-folder.ts';

const golden = (name: string): string => `../../golden/${name}.txt`;

describe('the help', () => {
  it.each([
    ['help', ['--help']],
    ['help-run', ['run', '--help']],
    ['help-plan', ['plan', '--help']],
    ['help-list', ['list', '--help']],
    ['help-report', ['report', '--help']],
    ['help-export', ['export', '--help']],
    ['help-merge', ['merge', '--help']],
    ['help-history', ['history', '--help']],
    ['help-index', ['index', '--help']],
    ['help-gate', ['gate', '--help']],
    ['help-baseline', ['baseline', '--help']],
    ['help-calibrate', ['calibrate', '--help']],
    ['help-doctor', ['doctor', '--help']],
    ['help-setup', ['setup', '--help']],
  ])('%s is as in the golden file', async (name, argv) => {
    const { status, stdout, stderr } = await invoke(argv);
    expect([status, stderr]).toEqual([0, '']);
    await expect(stdout).toMatchFileSnapshot(golden(name));
  });

  it('goes to standard error with status 64 when there is no command', async () => {
    const { status, stdout, stderr } = await invoke([]);
    expect([status, stdout]).toEqual([64, '']);
    await expect(stderr).toMatchFileSnapshot(golden('help'));
  });
});

describe('runCli()', () => {
  it('prints the version of the package', async () => {
    const { status, stdout } = await invoke(['--version']);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  it.each<[string, readonly string[], readonly [seen: string, hint: string]]>([
    ['a mistyped flag', ['run', '--trails', '3'], ['unknown option "--trails"', 'Did you mean --trials?']],
    [
      'a flag like no other',
      ['run', '--zzz'],
      ['unknown option "--zzz"', '"microvm-bench run --help" shows what there is'],
    ],
    ['a mistyped command', ['rnu'], ['unknown command "rnu"', 'Did you mean run?']],
    [
      'too many operands',
      ['list', 'x'],
      [
        'too many arguments for "list"; expected 0 arguments but got 1',
        '"microvm-bench list --help" shows what there is',
      ],
    ],
    [
      'a missing operand',
      ['report'],
      ['missing required argument "runs"', '"microvm-bench report --help" shows what there is'],
    ],
    [
      'a flag without its value',
      ['run', '--trials'],
      ['option "-n, --trials <count>" argument missing', '"microvm-bench run --help" shows what there is'],
    ],
    [
      'another colour mode',
      ['list', '--color', 'sometimes'],
      [
        'option "--color <when>" argument "sometimes" is invalid; allowed choices are auto, always, never',
        '"microvm-bench list --help" shows what there is',
      ],
    ],
  ])('ends with 64 on %s', async (_, argv, [seen, hint]) => {
    expect(await invoke(argv)).toEqual({
      status: 64,
      stdout: '',
      stderr: `error USAGE: Cannot read the command line: ${seen}\n  hint: ${hint}\n`,
    });
  });

  it('does not let a flag from outside steer the terminal', async () => {
    const { stderr } = await invoke(['run', '--\u001b[2J']);
    expect(stderr).toContain('unknown option "--\\x1b[2J"');
  });

  it('prints a failure as one document too with --json', async () => {
    const { status, stdout } = await invoke(['run', '--json', '--trials', 'ten']);
    expect(status).toBe(64);
    expect(JSON.parse(stdout)).toEqual({
      error: {
        code: 'USAGE',
        message: 'Cannot use --trials "ten": a whole number of at least 1 is needed',
        causes: [],
      },
      later: [],
    });
  });

  it('colours an error of the command line itself when told to', async () => {
    const { stderr } = await invoke(['rnu', '--color=always']);
    expect(stderr.startsWith('\u001b[31merror\u001b[39m USAGE')).toBe(true);
  });

  it('ends with 78 on a bad configuration', async () => {
    using folder = makeTemporaryFolder();
    folder.write('microvm-bench.config.json', '{ "trails": 3 }');
    const { status, stderr } = await invoke(['run', '--dry-run'], { cwd: folder.path });
    expect(status).toBe(78);
    expect(stderr).toContain('"trails" is not known (did you mean "trials"?)');
  });
});

describe('list', () => {
  const own = `export default {
    id: 'own', question: 'Which\\u001b[2J?', timedSpan: 'All of it.', disturbedBy: [], parameters: { size: [1, 2] },
    collectors: [], metrics: [{ id: 'a.b', unit: 'us', direction: 'neither', kind: 'time', description: 'A thing.' }],
    headline: 'a.b', vm: () => ({}), measure: async () => ({}),
  };\n`;

  it('prints id, question, headline, parameters and source', async () => {
    using folder = makeTemporaryFolder();
    const path = folder.write('own.mjs', own);
    const env = { XDG_CACHE_HOME: folder.path };
    const { status, stdout } = await invoke(['list', '--benchmarks', path], { cwd: folder.path, env });
    expect(status).toBe(0);
    const entries = stdout.split('\n\n');
    expect(entries.at(-1)).toBe(
      `own\n  Which\\x1b[2J?\n  headline    a.b (us)\n  parameters  size=1,2\n  source      ${path}\n`,
    );
    expect(entries.some((entry) => entry.startsWith('boot-time\n'))).toBe(true);
  });

  it('prints one document with --json', async () => {
    using folder = makeTemporaryFolder();
    folder.write('mine/own.mjs', own);
    folder.write('microvm-bench.config.json', '{ "benchmarks": ["mine"] }');
    const env = { XDG_CACHE_HOME: folder.path };
    const { stdout, stderr } = await invoke(['list', '--json'], { cwd: folder.path, env });
    const document: unknown = JSON.parse(stdout);
    expect(stderr).toBe('');
    expect(document).toMatchObject({
      benchmarks: expect.arrayContaining([
        expect.objectContaining({
          id: 'own',
          parameters: { size: [1, 2] },
          headline: 'a.b',
          source: 'user',
          path: join(folder.path, 'mine/own.mjs'),
        }),
      ]) as unknown,
    });
  });
});
