import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { createContext } from '../../../src/cli/context.ts';
import { gateSelfTest } from '../../../src/cli/gate-self-test.ts';
import { fixtureRuns, gateFixtureRun } from '../gate-fixture-runs.ts';
import { aStream, invoke } from './invoke.ts';
import { makeTemporaryFolder } from './temporary-folder.ts';

const fixtures = fileURLToPath(new URL('../../../fixtures/gate', import.meta.url));

describe('fixtures/gate', () => {
  it.each(fixtureRuns)('$name is what the seed makes', async (run) => {
    const { manifest, trials } = gateFixtureRun(run);
    const journal = trials.map((trial) => `${JSON.stringify(trial)}\n`).join('');
    const folder = `../../../fixtures/gate/${run.name}`;
    await expect(`${JSON.stringify(manifest, undefined, 2)}\n`).toMatchFileSnapshot(
      `${folder}/manifest.json`,
    );
    await expect(journal).toMatchFileSnapshot(`${folder}/samples.ndjson`);
  });

  it('are in the package', () => {
    const path = fileURLToPath(new URL('../../../package.json', import.meta.url));
    expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({
      files: expect.arrayContaining(['fixtures']) as unknown,
    });
  });
});

describe('gate --self-test', () => {
  it('finds the regression and lets the A/A run pass, whatever is configured here', async () => {
    using folder = makeTemporaryFolder();
    folder.write('microvm-bench.config.json', '{ "gate": { "metrics": { "no.such": "3%" } } }');
    const { status, stdout, stderr } = await invoke(['gate', '--self-test'], {
      cwd: folder.path,
      env: { GITHUB_ACTIONS: 'true' },
    });
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toBe(
      'ok     regression: exit status 10 (regressed: 1 regressed of 1 gated)\n' +
        'ok     a-a: exit status 0 (passed: 1 equivalent of 1 gated)\n',
    );
  });

  it('judges no run beside', async () => {
    const { status, stderr } = await invoke(['gate', 'latest', '--self-test']);
    expect(status).toBe(64);
    expect(stderr).toContain('Cannot judge a run with --self-test');
  });

  it('fails where a regression passes, and where the recorded runs are not there', async () => {
    using folder = makeTemporaryFolder();
    cpSync(join(fixtures, 'a-a'), join(folder.path, 'regression'), { recursive: true });
    const host = { argv: [], env: {}, cwd: folder.path, stdout: aStream(), stderr: aStream() };
    expect(await gateSelfTest(createContext(host, 'never'), folder.path)).toBe(1);
    const [first, second] = host.stdout.text().split('\n');
    expect(first).toBe('FAILED regression: exit status 0, and 10 is right (passed: 1 equivalent of 1 gated)');
    expect(second).toMatch(/^FAILED a-a: .*no such file/i);
  });
});
