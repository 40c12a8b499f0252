import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from '../../../src/model/schema.ts';
import { invoke, type Invocation } from './invoke.ts';
import { makeTemporaryFolder, type TemporaryFolder } from './temporary-folder.ts';

const planSchema = z.object({
  plan: z.object({
    arms: z.array(z.unknown()),
    armDifferences: z.array(z.unknown()).optional(),
    findings: z.array(z.object({ rule: z.string() })),
  }),
});

// The first one loads all that plans a run, which takes seconds on a busy host.
describe('run --dry-run --arm', { timeout: 30_000 }, () => {
  let folder: TemporaryFolder;
  beforeEach(() => {
    folder = makeTemporaryFolder();
    for (const [name, version] of [
      ['old', '1.12.1'],
      ['new', '1.13.0'],
      ['mixed', '1.13.0'],
    ] as const) {
      writeBinary(`${name}/firecracker`, `Firecracker v${version}`);
      writeBinary(`${name}/jailer`, `Jailer v${name === 'mixed' ? '1.12.1' : version}`);
    }
    // Any ELF file does as a kernel that is not booted.
    folder.write('guest.js', guestOf(process.execPath));
  });
  afterEach(() => {
    folder[Symbol.dispose]();
  });

  function writeBinary(name: string, words: string): void {
    mkdirSync(join(folder.path, name, '..'), { recursive: true });
    chmodSync(folder.write(name, `#!/bin/sh\necho "${words}"\n`), 0o755);
  }

  function plan(...args: readonly string[]): Promise<Invocation> {
    const binaries = ['--firecracker', 'old/firecracker', '--jailer', 'old/jailer'];
    const what = ['guest', '--benchmarks', 'guest.js', '--dry-run', '--json'];
    const env = { XDG_CACHE_HOME: join(folder.path, 'cache') };
    return invoke(['run', ...what, ...binaries, ...args], { cwd: folder.path, env });
  }

  it.each([
    ['a folder', 'new'],
    ['a binary', 'new/firecracker'],
    ['a binary and its jailer', 'new/firecracker,jailer=new/jailer'],
    ['a folder and its release', 'new,firecrackerVersion=1.13.0'],
  ])('takes binaries by %s', async (_, binaries) => {
    const { status, stdout, stderr } = await plan('--arm', 'base', '--arm', `candidate=${binaries}`);
    expect([status, stderr]).toEqual([0, '']);
    const read = planSchema.parse(JSON.parse(stdout)).plan;
    expect(read.arms).toMatchObject([
      { id: 'base', firecrackerVersion: '1.12.1' },
      { id: 'candidate', firecrackerVersion: '1.13.0' },
    ]);
    expect(read.armDifferences).toMatchObject([
      { what: 'firecracker' },
      { what: 'jailer' },
      { what: 'firecrackerVersion', values: ['1.12.1', '1.13.0'] },
    ]);
  });

  it('has the one arm base, and nothing to compare, without --arm', async () => {
    const read = planSchema.parse(JSON.parse((await plan()).stdout)).plan;
    expect(read.arms).toEqual([{ id: 'base', firecrackerVersion: '1.12.1', launch: 'pid-namespace' }]);
    expect(read).not.toHaveProperty('armDifferences');
  });

  it('takes arms of the configuration file, in its order, paths from its folder', async () => {
    const arms = { second: { firecracker: '../new', launch: 'attached' }, first: {} };
    folder.write('conf/config.json', JSON.stringify({ arms }));
    const { status, stdout } = await plan('--config', 'conf/config.json');
    expect(status).toBe(0);
    const overrides = { firecracker: join(folder.path, 'new'), launch: 'attached' };
    expect(planSchema.parse(JSON.parse(stdout)).plan.arms).toEqual([
      { id: 'second', firecrackerVersion: '1.13.0', launch: 'attached', overrides },
      { id: 'first', firecrackerVersion: '1.12.1', launch: 'pid-namespace' },
    ]);
  });

  it('says what differs in words, without --json', async () => {
    const { stdout } = await invoke(
      [
        ...['run', 'guest', '--benchmarks', 'guest.js', '--dry-run'],
        ...['--firecracker', 'old/firecracker', '--jailer', 'old/jailer'],
        ...['--arm', 'base', '--arm', 'candidate=memMib=256', '--arm', 'third=memMib=256'],
      ],
      { cwd: folder.path, env: { XDG_CACHE_HOME: join(folder.path, 'cache') } },
    );
    expect(stdout).toContain('base, candidate and third differ in: memMib (128, 256, 256)');
    expect(stdout).toContain('The memory of the microVM is not alike in the arms');
  });

  it.each<
    [what: string, given: { readonly arms: readonly string[]; readonly status: number }, complaint: string]
  >([
    [
      'a mistyped field',
      { arms: ['a=memMiB=1'], status: 64 },
      'Cannot use --arm a: an arm has no field "memMiB"',
    ],
    [
      'a bad value',
      { arms: ['a=memMib=1G'], status: 64 },
      'Cannot use memMib of --arm a "1G": a whole number of at least 1 is needed',
    ],
    [
      'an arm twice',
      { arms: ['a', 'a'], status: 64 },
      'Cannot use --arm a: an arm of this name is given already',
    ],
    ['a bad name', { arms: ['1'], status: 64 }, 'Cannot use --arm "1": a name of at most 32 letters'],
    ['nine arms', { arms: Array.from('abcdefghi'), status: 64 }, 'Cannot use --arm 9 times: at most 8 arms'],
    ['more memory than the host has', { arms: ['a=memMib=999999999'], status: 78 }, 'memMib'],
    ['a kernel that is not there', { arms: ['a=kernel=none'], status: 78 }, 'Cannot read the kernel "'],
    [
      'an argument of this tool',
      { arms: ['a=firecrackerArguments=--no-api'], status: 78 },
      'is given by this tool',
    ],
    ['a CPU that is not there', { arms: ['a=cpus=4000'], status: 69 }, 'Cannot use CPU 4000'],
    ['binaries that are not there', { arms: ['a=none'], status: 69 }, 'Cannot read "'],
    [
      'another release than it must be',
      { arms: ['a=new,firecrackerVersion=1.12.1'], status: 69 },
      'it is version 1.13.0, not 1.12.1',
    ],
    [
      'binaries of two releases',
      { arms: ['a=mixed'], status: 69 },
      'it is version 1.12.1, Firecracker is 1.13.0',
    ],
    [
      'the jailer of another release',
      { arms: ['a=jailer=new/jailer'], status: 69 },
      'it is version 1.13.0, Firecracker is 1.12.1',
    ],
    [
      'a release that is not installed',
      { arms: ['a=1.9.0'], status: 69 },
      'microvm-bench setup --version 1.9.0',
    ],
  ])('refuses %s', async (_, { arms, status }, complaint) => {
    const found = await plan(...arms.flatMap((arm) => ['--arm', arm]));
    expect(found.status).toBe(status);
    expect(found.stdout.replaceAll('\\"', '"')).toContain(complaint);
  });
});

function guestOf(kernel: string): string {
  return `export default {
    id: 'guest',
    question: 'q',
    timedSpan: 't',
    disturbedBy: [],
    parameters: {},
    headline: 'own.count',
    collectors: [],
    metrics: [{ id: 'own.count', unit: 'count', direction: 'neither', kind: 'count', description: 'd' }],
    vm: () => ({ kernel: ${JSON.stringify(kernel)}, bootArgs: 'quiet', drives: [], vcpus: 1, memMib: 128 }),
    measure: async () => ({}),
  };`;
}
