import { readdirSync, rmSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CleanupStack } from '../../src/base/cleanup-stack.ts';
import { readProcFile } from '../../src/host/proc-file.ts';
import { parseStat } from '../../src/host/process-stat.ts';
import { killRungs } from '../../src/model/stop.ts';
import { launchModes, type LaunchMode } from '../../src/model/vm-spec.ts';
import { explainFailure } from '../../src/vm/firecracker/explain-failure.ts';
import { claimJail, fillJail } from '../../src/vm/firecracker/jail.ts';
import { jailLayout, type JailLayout } from '../../src/vm/firecracker/jail-layout.ts';
import { jailerCommand, type Command } from '../../src/vm/firecracker/jailer-command.ts';
import { launch } from '../../src/vm/firecracker/launch.ts';
import { openApi } from '../../src/vm/firecracker/start-vmm.ts';
import { openStreams } from '../../src/vm/firecracker/vm-streams.ts';
import { createStopLadder } from '../../src/vm/firecracker/stop-ladder.ts';
import { findVmm, followVmm } from '../../src/vm/firecracker/vmm-process.ts';
import { waitApiReady } from '../../src/vm/firecracker/wait-api-ready.ts';
import { requireVm } from './skips.ts';
import { aRequest, cloneHelper, openTestDriver, probeSpec, type TestDriver } from './support.ts';

/** Dead children of this process that nobody has waited for. */
function findZombies(): readonly string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      const text = readProcFile(`/proc/${pid}/stat`);
      if (text === undefined) return [];
      const parent = text.slice(text.lastIndexOf(')') + 2).split(' ')[1];
      const { state, comm } = parseStat(text);
      return state === 'Z' && Number(parent) === process.pid ? [`${pid} ${comm}`] : [];
    });
}

interface StartChange {
  readonly launch: LaunchMode;
  readonly change: (words: readonly string[]) => readonly string[];
  readonly spoil?: (layout: JailLayout) => void;
}

/** Starts Firecracker by a command line that is ours but for one thing, and gives the failure as a user sees it. */
async function failToStart(host: TestDriver, { launch: mode, change, spoil }: StartChange): Promise<unknown> {
  const { installation, jailBase, exitWatch } = host;
  const request = aRequest({ launch: mode, confinement: { kind: 'affinity', cpus: [1] }, timeoutMs: 3000 });
  const { firecracker } = installation;
  const layout = jailLayout({ base: jailBase, firecracker, id: request.id });
  await using cleanup = new CleanupStack();
  cleanup.defer('remove the jail', () => {
    rmSync(layout.directory, { recursive: true });
  });
  claimJail(layout);
  fillJail(layout, request.spec, request);
  spoil?.(layout);
  const { log } = await openStreams({ request, layout, cleanup, vmm: () => undefined });
  const { file, args } = jailerCommand({ ...installation, jailBase, cloneHelper, ...request });
  const command: Command = { file, args: change(args) };
  const launcher = launch(command, { mode, layout, exitWatch: host.exitWatch });
  const search = { id: request.id, layout, launcher, mode };
  cleanup.defer('end it', async () => {
    const identity = findVmm(search);
    if (identity !== undefined) {
      if (mode === 'daemonize') exitWatch.reapWithGroup(identity);
      await createStopLadder([]).climb(killRungs, { vmm: followVmm(identity, search, exitWatch) });
    }
    await launcher.end();
  });
  const api = openApi({ request, layout, cleanup });
  try {
    await waitApiReady({
      ...request,
      search,
      api,
      exitWatch,
      subscribe: () => () => undefined,
      onFound: () => undefined,
    });
    return 'it started';
  } catch (thrown) {
    const identity = findVmm(search);
    const vmm = identity === undefined ? undefined : followVmm(identity, search, exitWatch);
    const explained = await explainFailure(thrown, {
      ...{ layout, log, vmm },
      hitLimit: () => undefined,
      handler: () => undefined,
    });
    return explained instanceof Error ? explained.message : explained;
  }
}

const replace =
  (from: string, to: string): StartChange['change'] =>
  (words) =>
    words.map((word) => (word === from ? to : word));
const remove =
  (file: 'log' | 'metrics') =>
  (layout: JailLayout): void => {
    rmSync(layout[file]);
  };
const append =
  (...more: readonly string[]): StartChange['change'] =>
  (words) => [...words, ...more];

describe.each(launchModes)('launched by %s', (mode) => {
  let host: TestDriver;
  beforeEach(async (context) => {
    requireVm(context);
    host = await openTestDriver();
  });
  afterEach(async () => {
    expect(host.leftovers()).toEqual([]);
    host.exitWatch.reap();
    await host[Symbol.asyncDispose]();
    expect(findZombies()).toEqual([]);
  });

  it('a VM whose guest resets ends with status 0', async () => {
    await using vm = await host.driver.prepare(aRequest({ launch: mode, spec: probeSpec('mode=reset') }));
    const running = await vm.boot();
    await expect(running.waitReady({ timeoutMs: 5000 })).rejects.toThrow('exit status 0');
    await vm[Symbol.asyncDispose]();
    expect(vm.record()).toMatchObject({
      launch: mode,
      end: { exit: { kind: 'status', status: 0 }, steps: [] },
    });
  });

  it('a VM that gets SIGHUP ends with status 156', async () => {
    await using vm = await host.driver.prepare(aRequest({ launch: mode }));
    const running = await vm.boot();
    await running.waitReady({ timeoutMs: 5000 });
    const end = await running.stop({ rungs: [{ name: 'SIGHUP', timeoutMs: 5000 }] });
    expect(end).toEqual({ exit: { kind: 'status', status: 156 }, steps: ['SIGHUP'] });
    await vm[Symbol.asyncDispose]();
    expect(vm.record().end).toEqual(end);
  });

  it('a VM that is killed ends with signal 9', async () => {
    await using vm = await host.driver.prepare(aRequest({ launch: mode }));
    await vm.boot();
    await vm[Symbol.asyncDispose]();
    expect(vm.record().end).toEqual({ exit: { kind: 'signal', signal: 9 }, steps: ['SIGKILL'] });
  });

  // Where nothing holds Firecracker's output the cause is lost, and the status is all that is known of it.
  const isMute = mode === 'daemonize';
  const said = (words: string): string => (isMute ? 'it said nothing' : `its last words were "${words}`);
  const ended = 'Cannot go on with the microVM: Firecracker ended with exit status';
  const causes: readonly (readonly [string, Omit<StartChange, 'launch'>, string])[] = [
    [
      'a log level that there is not',
      { change: replace('Debug', 'Loud') },
      `${ended} 152, bad configuration, ${said('Invalid value for logger level: ')}`,
    ],
    [
      'an argument that there is not',
      { change: append('--bogus') },
      `${ended} 153, bad command line, ${said("Arguments parsing error: Found argument 'bogus'")}`,
    ],
    [
      'no API and no configuration',
      { change: append('--no-api') },
      `${ended} 153, bad command line, ${said("Arguments parsing error: Argument 'config-file' required, but not found.")}`,
    ],
    [
      'a log file that is absent',
      { change: (words) => words, spoil: remove('log') },
      `${ended} 1, a start or run error, ${said('Could not initialize logger: Failed to open target file: No such file')}`,
    ],
  ];

  it.each(causes)('names %s', async (_what, change, text) => {
    expect(await failToStart(host, { launch: mode, ...change })).toContain(text);
  });

  const logged: readonly (readonly [string, Omit<StartChange, 'launch'>, RegExp])[] = [
    [
      'a socket path that is too long',
      { change: append('--api-sock', `/run/${'x'.repeat(110)}`) },
      /exit status 1, a start or run error, its last words were ".*path must be shorter than SUN_LEN"$/,
    ],
    [
      'a socket folder that is absent',
      { change: append('--api-sock', '/nowhere/socket') },
      /exit status 1, a start or run error, its last words were ".*No such file or directory \(os error 2\)"$/,
    ],
    [
      'a metrics file that is absent',
      { change: (words) => words, spoil: remove('metrics') },
      /exit status 1, a start or run error, its last words were ".*Could not initialize metrics: .*No such file/,
    ],
    [
      'a configuration file that is absent',
      { change: append('--config-file', 'nowhere.json') },
      /, its last words were ".*Firecracker panicked at/,
    ],
  ];

  it.each(logged)('names %s, which the log tells', async (_what, change, pattern) => {
    expect(await failToStart(host, { launch: mode, ...change })).toMatch(pattern);
  });

  it("names an argument that the jailer has not, by the jailer's own words", async () => {
    const change: StartChange['change'] = (words) =>
      words.map((word) => (word === '--uid' ? '--bogus' : word));
    expect(await failToStart(host, { launch: mode, change })).toMatch(
      /^Cannot jail Firecracker: the jailer ended with exit status 1, ".*Found argument 'bogus'/,
    );
  });

  it('names a binary that is absent', async () => {
    const change = replace(host.installation.firecracker, '/nowhere/firecracker');
    expect(await failToStart(host, { launch: mode, change })).toMatch(
      /^Cannot jail Firecracker: the jailer ended with signal (?:6|11), "Failed to canonicalize path .*No such file/,
    );
  });

  // As pid 1 of a namespace it survives its own SIGABRT, and the C library then makes it fault.
  it('names a binary that is not Firecracker', async () => {
    const change = replace(host.installation.firecracker, '/bin/true');
    expect(await failToStart(host, { launch: mode, change })).toMatch(
      /^Cannot jail Firecracker: the jailer ended with signal (?:6|11), "Invalid filename/,
    );
  });
});
