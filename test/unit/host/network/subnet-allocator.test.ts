import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseIpv4Network } from '../../../../src/host/network/ipv4.ts';
import {
  createSubnetAllocator,
  type SubnetAllocator,
  type SubnetAllocatorOptions,
  type SubnetClaim,
} from '../../../../src/host/network/subnet-allocator.ts';
import type { VmOwner } from '../../../../src/model/vm-ids.ts';
import { makeTemporaryFolder, type TemporaryFolder } from '../../cli/temporary-folder.ts';

function anAllocator(
  folder: TemporaryFolder,
  overrides: Partial<SubnetAllocatorOptions> = {},
): SubnetAllocator {
  return createSubnetAllocator({
    range: '10.200.0.0/28',
    directory: join(folder.path, 'claims'),
    hostNetworks: [],
    owner: { pid: 10, startTicks: 100 },
    isAlive: () => true,
    ...overrides,
  });
}

function names(folder: TemporaryFolder): readonly string[] {
  return readdirSync(join(folder.path, 'claims')).sort();
}

describe('createSubnetAllocator()', () => {
  it('hands out /30 networks, lowest first', () => {
    using folder = makeTemporaryFolder();
    const allocator = anAllocator(folder);
    expect([allocator.claim().subnet, allocator.claim().subnet]).toEqual([
      { hostIp: '10.200.0.1', guestIp: '10.200.0.2', prefixLength: 30 },
      { hostIp: '10.200.0.5', guestIp: '10.200.0.6', prefixLength: 30 },
    ]);
    expect(names(folder)).toEqual(['10.200.0.0-30', '10.200.0.4-30']);
  });

  it('fails when each is claimed, and goes on when one comes back', async () => {
    using folder = makeTemporaryFolder();
    const allocator = anAllocator(folder, { range: '10.200.0.0/30' });
    const claim = allocator.claim();
    expect(() => allocator.claim()).toThrow(
      expect.objectContaining({
        code: 'SUBNET_UNAVAILABLE',
        message: 'Cannot claim a subnet of "10.200.0.0/30": each is claimed already',
      }),
    );
    await claim[Symbol.asyncDispose]();
    expect(allocator.claim().subnet.guestIp).toBe('10.200.0.2');
  });

  it('releases a subnet once, however often its claim is disposed of', async () => {
    using folder = makeTemporaryFolder();
    const allocator = anAllocator(folder);
    const first = allocator.claim();
    await first[Symbol.asyncDispose]();
    allocator.claim();
    await first[Symbol.asyncDispose]();
    expect(allocator.claim().subnet.guestIp).toBe('10.200.0.6');
  });

  it('passes over subnets that a route or an address of the host overlaps', () => {
    using folder = makeTemporaryFolder();
    const hostNetworks = ['10.200.0.0/29', '10.200.0.9', '192.0.2.0/24'].map(parseIpv4Network);
    expect(anAllocator(folder, { hostNetworks }).claim().subnet.guestIp).toBe('10.200.0.14');
  });

  it('refuses a range that the host uses all of', () => {
    using folder = makeTemporaryFolder();
    const hostNetworks = ['10.0.0.0/8', '192.0.2.0/24'].map(parseIpv4Network);
    expect(() => anAllocator(folder, { hostNetworks })).toThrow(
      expect.objectContaining({
        code: 'SUBNET_UNAVAILABLE',
        message: 'Cannot use the range "10.200.0.0/28": the host has routes to 10.0.0.0/8',
      }),
    );
  });

  it.each(['10.200.0.0/31', '10.200.0.0', '0.0.0.0/0', '10.200.0.1/30', 'fd00::/8'])(
    'refuses the range "%s"',
    (range) => {
      using folder = makeTemporaryFolder();
      expect(() => anAllocator(folder, { range })).toThrow(expect.objectContaining({ code: 'SPEC_INVALID' }));
    },
  );
});

type Step =
  | { readonly kind: 'claim' | 'die'; readonly actor: number }
  | { readonly kind: 'release'; readonly actor: number; readonly which: number };

const actors = 3;
const subnetCount = 4;
const actor = fc.nat({ max: actors - 1 });
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('claim' as const), actor }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('release' as const), actor, which: fc.nat() }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('die' as const), actor }) },
);

/** Processes that claim from one directory; one that dies is followed by another with its pid. */
class Processes {
  readonly held: Map<string, SubnetClaim>[] = Array.from(
    { length: actors },
    () => new Map<string, SubnetClaim>(),
  );
  readonly #startTicks = new Array<number>(actors).fill(1);
  readonly #folder: TemporaryFolder;
  readonly #allocators: SubnetAllocator[];

  constructor(folder: TemporaryFolder) {
    this.#folder = folder;
    this.#allocators = this.held.map((_, index) => this.#open(index));
  }

  #open(index: number): SubnetAllocator {
    return anAllocator(this.#folder, {
      owner: { pid: index, startTicks: this.#startTicks[index] ?? 0 },
      isAlive: ({ pid, startTicks }: VmOwner) => this.#startTicks[pid] === startTicks,
    });
  }

  claim(index: number): SubnetClaim | undefined {
    return this.#allocators[index]?.claim();
  }

  die(index: number): void {
    this.#startTicks[index] = (this.#startTicks[index] ?? 0) + 1;
    this.held[index]?.clear();
    this.#allocators[index] = this.#open(index);
  }

  get taken(): readonly string[] {
    return this.held.flatMap((claims) => [...claims.keys()]);
  }
}

const guestIps = ['10.200.0.2', '10.200.0.6', '10.200.0.10', '10.200.0.14'];

async function take(processes: Processes, { actor: index, ...rest }: Step): Promise<void> {
  const held = processes.held[index] ?? new Map<string, SubnetClaim>();
  if (rest.kind === 'die') {
    processes.die(index);
    return;
  }
  if (rest.kind === 'release') {
    const ips = [...held.keys()];
    const ip = ips[rest.which % ips.length];
    if (ip === undefined) return;
    await held.get(ip)?.[Symbol.asyncDispose]();
    held.delete(ip);
    return;
  }
  const { taken } = processes;
  if (taken.length === subnetCount) {
    expect(() => processes.claim(index)).toThrow(expect.objectContaining({ code: 'SUBNET_UNAVAILABLE' }));
    return;
  }
  const claim = processes.claim(index);
  expect(claim?.subnet.guestIp).toBe(guestIps.find((ip) => !taken.includes(ip)));
  if (claim !== undefined) held.set(claim.subnet.guestIp, claim);
}

describe('SubnetAllocator', () => {
  it('never hands out a subnet twice, and always one when a living owner has released or a dead one left it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
        using folder = makeTemporaryFolder();
        const processes = new Processes(folder);
        for (const each of steps) await take(processes, each);
        for (const claims of processes.held)
          for (const claim of claims.values()) await claim[Symbol.asyncDispose]();
        processes.die(0);
        expect(names(folder)).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });
});
