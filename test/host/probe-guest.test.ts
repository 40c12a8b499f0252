import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import { beforeEach, describe, expect, it } from 'vitest';
import { requireVm } from './skips.ts';
import { bootGuest, generationId, startBareFirecracker, type BareFirecracker } from './bare-firecracker.ts';

const notAPage = 'not a page from 0x2000000 to the end of the first GiB';

beforeEach((context) => {
  requireVm(context);
});

describe('the probe guest', () => {
  it.each([
    ['nothing by default', 'console=1', /^probe guest ready\n$/],
    ['the line before the mode', 'console=1 mode=touch touch=4', /^probe guest ready\nT$/],
    ['one byte a pass over memory', 'mode=touch touch=4 passes=3', /^TTT$/],
    ['one byte a pass of reads', 'mode=read touch=4 base=0x3000000 passes=2', /^RR$/],
    ['byte after byte without end', 'mode=read touch=1 passes=0', /^R{20,}$/],
    ['a beat', 'mode=beat', /^\.{5,}$/],
    ['all that it can print', 'mode=print', /^\.{5,}$/],
    ['its survival of a write beyond the RAM', 'mode=badmem', /^wrote beyond the RAM\n$/],
    ['a token made from the generation ID', `mode=vmgen ${generationId}`, /^token [0-9a-f]{16}\n$/],
  ])('prints %s', async (_what, bootArgs, output) => {
    await using vm = await bootGuest(bootArgs);
    await vm.saw(output);
  });

  it.each([
    ['mode=nap', 'unknown mode: mode=nap'],
    ['delay=1x', 'not a number: delay=1x'],
    ['timer=0x40000000', 'outside the first and the fourth GiB: timer=0x40000000'],
    ['mode=touch', 'missing: touch='],
    ['mode=touch touch=97', 'beyond the RAM: touch=97'],
    ['mode=touch touch=993', 'beyond the first GiB: touch=993'],
    ['mode=read touch=1 base=0x2000800', `${notAPage}: base=0x2000800`],
    ['mode=read touch=1 base=0x1000000', `${notAPage}: base=0x1000000`],
    ['mode=read touch=1 passes=two', 'not a number: passes=two'],
    ['mode=vmgen', 'missing: gen='],
    ['mode=vmgen gen=0xdfff4', 'not an aligned address in the first or the fourth GiB: gen=0xdfff4'],
    ['mode=vmgen gen=0x2000000', 'no VM generation ID there: gen=0x2000000'],
  ])('refuses %s', async (bootArgs, complaint) => {
    await using vm = await bootGuest(`console=1 ${bootArgs}`);
    await vm.saw(/\n/);
    expect(vm.console()).toBe(`probe guest: ${complaint}\n`);
  });

  it.each([
    [1024, 'mode=badmem', 'needs less than 1 GiB of memory: mode=badmem'],
    [31, 'mode=count', 'needs 32 MiB of memory: mode=count'],
  ])('refuses, with %i MiB of memory, %s', async (memMib, bootArgs, complaint) => {
    await using vm = await bootGuest(bootArgs, memMib);
    await vm.saw(/\n/);
    expect(vm.console()).toBe(`probe guest: ${complaint}\n`);
  });

  it('uses all of the first GiB', async () => {
    await using vm = await bootGuest('mode=touch touch=992', 1100);
    await vm.saw(/^T$/);
  });

  it('echoes what is typed, and resets at q', async () => {
    await using vm = await bootGuest('console=1 mode=echo');
    vm.type('hello, ');
    await vm.saw(/hello, $/);
    vm.type('world\nq');
    expect(await vm.ended).toBe(0);
    expect(vm.console()).toBe('probe guest ready\nhello, world\n');
  });

  it('resets at Ctrl-Alt-Del', async () => {
    await using vm = await bootGuest('console=1 mode=kbd');
    await vm.saw(/ready/);
    await vm.send('PUT', '/actions', { action_type: 'SendCtrlAltDel' });
    expect(await vm.ended).toBe(0);
    expect(vm.log()).toContain('exit_code=0');
  });

  it('counts where the host can read it', async () => {
    await using vm = await bootGuest('mode=count');
    await expect.poll(() => readHeartbeat(vm), { timeout: 5000, interval: 5 }).toBeGreaterThan(0n);
    const before = readHeartbeat(vm);
    await expect.poll(() => readHeartbeat(vm), { timeout: 5000, interval: 5 }).toBeGreaterThan(before);
  });

  it.each([
    ['reset', /exit_code=0/],
    ['triple', /KVM_EXIT_SHUTDOWN/],
    ['ud', /KVM_EXIT_SHUTDOWN/],
    ['internal', /KVM_EXIT_INTERNAL_ERROR/],
  ])('dies by mode=%s', async (mode, words) => {
    await using vm = await startBareFirecracker();
    // The VMM may be gone before it has answered InstanceStart.
    await vm.boot(`console=1 mode=${mode}`).catch(() => undefined);
    await vm.ended;
    expect(vm.console()).toBe('probe guest ready\n');
    expect(vm.log()).toMatch(words);
  });
});

/** The word at guest-physical 0x1f00000; guest memory is the VMM's one mapping of that size. */
function readHeartbeat({ pid }: BareFirecracker): bigint {
  const maps = readFileSync(`/proc/${pid}/maps`, 'utf8').matchAll(/^([0-9a-f]+)-([0-9a-f]+) rw-p .* 0\s*$/gm);
  const guest = [...maps]
    .map(([, begin = '', end = '']) => [BigInt(`0x${begin}`), BigInt(`0x${end}`)] as const)
    .find(([begin, end]) => end - begin === 128n << 20n);
  if (guest === undefined) throw new Error('no mapping of 128 MiB');
  const file = openSync(`/proc/${pid}/mem`, 'r');
  try {
    const word = Buffer.alloc(8);
    readSync(file, word, 0, 8, guest[0] + 0x1f00000n);
    return word.readBigUInt64LE();
  } finally {
    closeSync(file);
  }
}
