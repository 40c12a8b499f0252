import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, writeSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { beforeEach, describe, expect, it } from 'vitest';
import { CleanupStack } from '../../src/base/cleanup-stack.ts';
import { requireVm } from './skips.ts';
import { bootGuest, generationId, startBareFirecracker, type BareFirecracker } from './bare-firecracker.ts';

const uffdHandler = resolve('native/build/uffd_handler');

beforeEach((context) => {
  requireVm(context);
});

describe('the probe guest after a restore', () => {
  it('says its token again and finds its memory as it was, twice over', async () => {
    await using origin = await bootGuest(`mode=vmgen ${generationId} touch=8`);
    const token = await readToken(origin);
    await takeSnapshot(origin);
    await using first = await restoreFromFile(origin);
    await first.saw(new RegExp(`^!${token}\nT$`));
    await takeSnapshot(first);
    await using second = await restoreFromFile(first);
    await second.saw(new RegExp(`^!${token}\nT$`));
  });

  it('tells which page is not what it was', async () => {
    await using origin = await bootGuest(`mode=vmgen ${generationId} touch=8`);
    const token = await readToken(origin);
    await takeSnapshot(origin);
    const address = 0x2400000;
    writeWord(join(origin.root, 'memory'), address);
    await using restored = await restoreFromFile(origin);
    await restored.saw(new RegExp(`^!${token}\nX${address.toString(16).padStart(16, '0')}\n$`));
  });

  it('does not take a pause for one', async () => {
    await using vm = await bootGuest(`mode=vmgen ${generationId}`);
    await vm.saw(/\n/);
    await takeSnapshot(vm);
    await vm.send('PATCH', '/vm', { state: 'Resumed' });
    await vm.send('PATCH', '/vm', { state: 'Paused' });
    expect(vm.console()).toMatch(/^token \w+\n$/);
  });

  it.each(['on-demand', 'all'])('is served by uffd_handler: %s', async (policy) => {
    await using origin = await bootGuest(`mode=vmgen ${generationId} touch=8`);
    const token = await readToken(origin);
    await takeSnapshot(origin);
    const { totals, console } = await restoreByHandler(origin, ['--policy', policy]);
    expect(console).toBe(`!${token}\nT`);
    expect(totals).toMatchObject({ ended: 'vmm-gone', removed_bytes: 0 });
    if (policy === 'all') expect(totals).toMatchObject({ faults: 1, bytes: 128 * 1_048_576 });
    else expect(totals['faults']).toBeGreaterThan((8 * 1_048_576) / 4096);
  });

  it('is served by uffd_handler: prefetch of a recorded working set', async () => {
    await using origin = await bootGuest(`mode=vmgen ${generationId} touch=8`);
    const token = await readToken(origin);
    await takeSnapshot(origin);
    const record = join(origin.root, 'record');
    const recorded = await restoreByHandler(origin, ['--record', record]);
    const workingSet = ['--policy', 'prefetch', '--working-set', record];
    const { totals, console } = await restoreByHandler(origin, workingSet);
    expect(console).toBe(`!${token}\nT`);
    expect(totals['populated_bytes']).toBe(recorded.totals['bytes']);
    expect(totals['faults']).toBeLessThan(Number(recorded.totals['faults']) / 10);
  });
});

async function readToken(vm: BareFirecracker): Promise<string> {
  const [, token = ''] = await vm.saw(/^token (\w{16})\n$/);
  return token;
}

/** Leaves the VM paused, and its snapshot in the jail. */
async function takeSnapshot(vm: BareFirecracker): Promise<void> {
  await vm.send('PATCH', '/vm', { state: 'Paused' });
  await vm.send('PUT', '/snapshot/create', { snapshot_path: 'vmstate', mem_file_path: 'memory' });
}

/** Below 3 GiB, an offset in the memory file is the guest-physical address. */
function writeWord(path: string, offset: number): void {
  const file = openSync(path, 'r+');
  writeSync(file, 'damaged!', offset);
  closeSync(file);
}

interface Backend {
  readonly backend_type: 'File' | 'Uffd';
  readonly backend_path: string;
}

function load(vm: BareFirecracker, backend: Backend): Promise<void> {
  const body = { snapshot_path: 'vmstate', mem_backend: backend, resume_vm: true };
  return vm.send('PUT', '/snapshot/load', body);
}

async function restoreFromFile(origin: BareFirecracker): Promise<BareFirecracker> {
  await using cleanup = new CleanupStack();
  const vm = cleanup.use('end the VM', await startBareFirecracker());
  for (const name of ['vmstate', 'memory']) vm.give(join(origin.root, name), name);
  await load(vm, { backend_type: 'File', backend_path: 'memory' });
  cleanup.move();
  return vm;
}

interface Served {
  readonly totals: Readonly<Record<string, unknown>>;
  readonly console: string;
}

/** Serves a restored guest until it has used its working set. */
async function restoreByHandler(origin: BareFirecracker, handlerArgs: readonly string[]): Promise<Served> {
  await using cleanup = new CleanupStack();
  const vm = cleanup.use('end the VM', await startBareFirecracker());
  vm.give(join(origin.root, 'vmstate'), 'vmstate');
  const paths = ['--socket', join(vm.root, 'uffd.sock'), '--memory', join(origin.root, 'memory')];
  const handler = spawn(uffdHandler, [...paths, '--owner', vm.owner, ...handlerArgs], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  cleanup.defer('end the handler', () => void handler.kill());
  const report = text(handler.stdout);
  await once(handler.stdout, 'readable');
  await load(vm, { backend_type: 'Uffd', backend_path: 'uffd.sock' });
  await vm.saw(/[TX]/);
  const console = vm.console();
  await vm[Symbol.asyncDispose]();
  const [, totals = ''] = (await report).split('\n');
  return { totals: JSON.parse(totals) as Served['totals'], console };
}
