import { describe, expect, it } from 'vitest';
import { createFixtures, type FixtureInput } from '../../../src/harness/fixtures.ts';
import { createOpener, type OpenerInput } from '../../../src/harness/vm-opener.ts';
import { hostPath, vmId } from '../../../src/model/brands.ts';
import type { BenchmarkDefinition } from '../../../src/model/definition.ts';
import { startTimeline } from '../../../src/model/timeline.ts';
import type { PrepareRequest, RestoreRequest, VmDriver } from '../../../src/model/vm-driver.ts';
import type { Snapshot } from '../../../src/model/snapshot.ts';
import { aCase, aPlacement } from '../builders.ts';
import { aSpec } from './a-spec.ts';

const refusal = new Error('nothing is started here');

/** Keeps what it is asked for, and starts nothing. */
function aRefusingDriver(): VmDriver & { readonly asked: readonly (PrepareRequest | RestoreRequest)[] } {
  const asked: (PrepareRequest | RestoreRequest)[] = [];
  const refuse = (request: PrepareRequest | RestoreRequest): Promise<never> => {
    asked.push(request);
    return Promise.reject(refusal);
  };
  return {
    kind: 'none',
    version: '1.12.1',
    check: () => undefined,
    prepare: refuse,
    prepareRestore: refuse,
    mergeSnapshot: () => Promise.reject(refusal),
    asked,
  };
}

function anInput(driver: VmDriver, overrides: Partial<OpenerInput> = {}): OpenerInput {
  return {
    case: { id: 'boots/memMib=128' },
    spec: aSpec(),
    driver,
    placer: {
      plan: aPlacement(),
      confinement: { kind: 'affinity', cpus: [1] },
      apply: () => Promise.reject(refusal),
      inspect: () => {
        throw refusal;
      },
    },
    launch: 'pid-namespace',
    nextIdentity: () => ({ id: vmId('mvb-1-1-1'), uid: 1, gid: 1 }),
    timeline: startTimeline(),
    evidence: { keep: () => undefined },
    timeoutMs: 1000,
    signal: new AbortController().signal,
    ...overrides,
  };
}

describe('createOpener()', () => {
  const snapshot: Snapshot = {
    kind: 'full',
    vmstate: hostPath('/vmstate'),
    memory: hostPath('/memory'),
    digest: { vmstateSha256: 'ab', memorySha256: 'cd', memoryAllocatedKib: 4 },
    firecrackerVersion: '1.12.1',
    spec: aSpec(),
  };
  const jail = { logLevel: 'Info', parentCgroup: 'arm' } as const;

  it.each(['a boot', 'a restore'])("lays a definition's jail over the arm's, for %s", async (kind) => {
    const driver = aRefusingDriver();
    await using opener = createOpener(anInput(driver, { jail }));
    const open = (own: PrepareRequest['jail']): Promise<unknown> => {
      const options = own === undefined ? {} : { jail: own };
      return kind === 'a boot'
        ? opener.prepareVm(options)
        : opener.prepareRestore({ ...options, snapshot, backend: { kind: 'file' } });
    };
    await expect(open(undefined)).rejects.toBe(refusal);
    await expect(open({ parentCgroup: 'own', ownMemoryCgroup: 'required' })).rejects.toBe(refusal);
    expect(driver.asked.map((request) => request.jail)).toEqual([
      jail,
      { logLevel: 'Info', parentCgroup: 'own', ownMemoryCgroup: 'required' },
    ]);
  });

  it('gives no jail where neither says anything of it', async () => {
    const driver = aRefusingDriver();
    await using opener = createOpener(anInput(driver));
    await expect(opener.prepareVm()).rejects.toBe(refusal);
    expect(driver.asked[0]).not.toHaveProperty('jail');
  });

  it('refuses what a definition in JavaScript misspells, before anything is started', async () => {
    const driver = aRefusingDriver();
    await using opener = createOpener(anInput(driver));
    const misspelt = { guestNetwork: {}, mtuu: 1400 };
    await expect(opener.prepareVm(misspelt)).rejects.toMatchObject({
      code: 'SPEC_INVALID',
      message: 'Cannot read what boots/memMib=128 gives to prepareVm: "mtuu" is not known',
    });
    const merge = { snapshot, folder: hostPath('/merged'), folders: 2 };
    await expect(opener.mergeSnapshot(merge)).rejects.toMatchObject({
      message:
        'Cannot read what boots/memMib=128 gives to mergeSnapshot: "folders" is not known (did you mean "folder"?)',
    });
    const restore = { snapshot, backend: { kind: 'file' }, pagecache: 'cold' } as const;
    await expect(opener.prepareRestore(restore)).rejects.toMatchObject({
      message:
        'Cannot read what boots/memMib=128 gives to prepareRestore: "pagecache" is not known (did you mean "pageCache"?)',
    });
    expect(driver.asked).toEqual([]);
  });
});

describe('createFixtures()', () => {
  it('makes one for each case and arm, in a folder of that arm', async () => {
    const folders: string[] = [];
    let made = 0;
    const definition: BenchmarkDefinition = {
      id: 'shares',
      question: 'q',
      timedSpan: 't',
      disturbedBy: [],
      parameters: {},
      headline: 'h',
      collectors: [],
      vm: () => aSpec(),
      fixture: ({ folder }) => Promise.resolve(`${folder} ${String(++made)}`),
      measure: () => Promise.reject(refusal),
    };
    const inputOf = (armId: string): FixtureInput => ({
      ...anInput(aRefusingDriver()),
      definition,
      case: aCase({ benchmarkId: 'shares', point: {} }),
      arm: {
        id: armId,
        firecrackerVersion: '1.12.1',
        bootTimerAddress: '0xd0000000',
        probeGuest: hostPath('/probe'),
      },
      readHostMemory: () => ({ totalKib: 1, availableKib: 1 }),
    });
    await using fixtures = createFixtures((armId) => {
      folders.push(armId);
      return { path: hostPath(`/${armId}`), [Symbol.asyncDispose]: () => Promise.resolve() };
    });
    const got = ['base', 'candidate', 'base', 'candidate'].map((armId) => fixtures.get(inputOf(armId)));
    expect(await Promise.all(got)).toEqual(
      ['/base 1', '/candidate 2', '/base 1', '/candidate 2'].map((value) => ({ kind: 'made', value })),
    );
    expect(folders).toEqual(['base', 'candidate']);
  });
});
