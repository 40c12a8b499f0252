import { join } from 'node:path';
import {
  apiCalls,
  defineBenchmark,
  firstActivity,
  hostPath,
  type FixtureContext,
  type GuestOutput,
  type HostPath,
  type MemoryBackend,
  type Snapshot,
} from '../src/index.ts';

const workingSetMib = 16;

/** What all trials of one memory size restore. */
interface Origin {
  readonly snapshot: Snapshot;
  /** What the guest holds in its memory alone, and says after a restore: proof that it did not boot anew. */
  readonly token: string;
  /** The pages that a restored guest asked for, as the page-fault handler has recorded them. */
  readonly workingSet: HostPath;
}

const backendNames = ['file', 'uffd-on-demand', 'uffd-prefetch', 'uffd-all'] as const;

function backendOf(name: (typeof backendNames)[number], { workingSet }: Origin): MemoryBackend {
  switch (name) {
    case 'file':
      return { kind: 'file' };
    case 'uffd-on-demand':
      return { kind: 'uffd', policy: { kind: 'on-demand' } };
    case 'uffd-prefetch':
      return { kind: 'uffd', policy: { kind: 'prefetch', workingSet } };
    case 'uffd-all':
      return { kind: 'uffd', policy: { kind: 'all' } };
  }
}

/** What the restored guest writes: that it was restored, its token, and that its memory is as it was and written anew. */
const restoredWords = /^!([0-9a-f]{16})\r?\n([TX])/;

/**
 * Question: how long does it take to bring a microVM back from disk, until its guest does something, and until it has used its
 * working set?
 *
 * All trials of a memory size restore the same snapshot. Its guest polls its VM generation ID, which Firecracker changes at each
 * load; then it writes to its console at once and writes each page of its working set. Threads are pinned after the load is
 * answered, while the guest runs already.
 */
export default defineBenchmark({
  id: 'snapshot-restore',
  question: 'How long does it take to load and resume a microVM from a snapshot?',
  timedSpan:
    "from before the load request, which also resumes, is sent until its answer is here, by the client's clock; leaves out the start of the VMM and the page faults that follow",
  disturbedBy: [
    "whether the snapshot's pages are in the page cache: both are cases of their own",
    'the filesystem of the jail, into which the snapshot goes',
    'the page-fault handler, where memory is served by one',
    'pinning, which comes while the guest uses its working set',
  ],
  parameters: { backend: backendNames, pageCache: ['warm', 'cold'] as const, memMib: [128, 512] },
  headline: 'restore.load',
  collectors: [
    apiCalls('restore-calls', [
      {
        id: 'restore.load',
        method: 'PUT',
        path: '/snapshot/load',
        occurrence: 0,
        what: 'loads the snapshot and resumes the microVM',
      },
    ]),
    firstActivity,
  ],
  metrics: [
    {
      id: 'restore.working_set',
      unit: 'us',
      direction: 'lower-is-better',
      kind: 'time',
      description: `client's clock, from before the load request is sent until the guest has written a word of each page of ${workingSetMib} MiB`,
    },
    {
      id: 'restore.resident',
      unit: 'KiB',
      direction: 'lower-is-better',
      kind: 'memory',
      description: 'guest memory that is resident once the working set has been written',
    },
    {
      id: 'restore.minor_faults',
      unit: 'count',
      direction: 'lower-is-better',
      kind: 'count',
      description: 'page faults of the VMM from before the load until then, answered from memory',
    },
    {
      id: 'restore.major_faults',
      unit: 'count',
      direction: 'lower-is-better',
      kind: 'count',
      description:
        'page faults of the VMM from before the load until then, that waited: for a disk, or for the page-fault handler',
    },
  ],
  vm: ({ memMib }, arm) => ({
    kernel: arm.probeGuest,
    bootArgs: `timer=${arm.bootTimerAddress} mode=halt`,
    drives: [],
    vcpus: 1,
    memMib,
  }),
  fixtureParameters: ['memMib'],
  fixture: async (context): Promise<Origin> => {
    const origin = await makeSnapshot(context);
    const workingSet = hostPath(join(context.folder, 'working-set'));
    const { snapshot } = origin;
    const backend = { kind: 'uffd', policy: { kind: 'on-demand' }, record: workingSet } as const;
    const restored = await (await context.prepareRestore({ snapshot, backend })).restore();
    await restored.waitForOutput(restoredWords, context);
    return { ...origin, workingSet };
  },
  prepare: ({ prepareRestore, fixture, point }) =>
    prepareRestore({
      snapshot: fixture.snapshot,
      backend: backendOf(point.backend, fixture),
      pageCache: point.pageCache,
      traceGuestIo: true,
    }),
  async measure(trial, restorable) {
    const before = restorable.readFaults();
    const vm = await restorable.restore();
    await trial.pinVm(vm);
    const written = await vm.waitForOutput(restoredWords, trial);
    const after = vm.readFaults();
    requireToken(written, trial.fixture);
    return {
      vm,
      observations: { firstActivity: vm.firstActivity() },
      samples: {
        'restore.working_set': Number(written.at - vm.startSentAt) / 1000,
        'restore.resident': vm.readMemory().guest.rssKib,
        'restore.minor_faults': after.minor - before.minor,
        'restore.major_faults': after.major - before.major,
      },
    };
  },
});

async function makeSnapshot(context: FixtureContext): Promise<Omit<Origin, 'workingSet'>> {
  const { spec, arm, timeoutMs, signal } = context;
  const address = await findGenerationId(context);
  const words = `mode=vmgen gen=${address} touch=${workingSetMib}`;
  const prepared = await context.prepareVm({
    spec: { ...spec, bootArgs: `timer=${arm.bootTimerAddress} ${words}` },
  });
  const vm = await context.bootVm(prepared);
  const line = await prepared.console.waitForText(/token [0-9a-f]{16}\n/, { timeoutMs, signal });
  const paused = await vm.pause();
  const snapshot = await (await paused.snapshot('full')).keep(hostPath(join(context.folder, 'snapshot')));
  return { snapshot, token: line.slice('token '.length).trim() };
}

/** The guest-physical address of the VM generation ID, which is the same for each VM of a memory size. */
async function findGenerationId(context: FixtureContext): Promise<string> {
  const prepared = await context.prepareVm();
  const vm = await context.bootVm(prepared);
  await vm.waitReady(context);
  const line = prepared.log.find(/VMGenID device\. Address: (0x[0-9a-f]+)/);
  const address = /Address: (0x[0-9a-f]+)/.exec(line ?? '')?.[1];
  if (address !== undefined) return address;
  throw new Error('this Firecracker gives its guests no VM generation ID');
}

function requireToken({ text }: GuestOutput, { token }: Origin): void {
  const [, said, mark] = restoredWords.exec(text) ?? [];
  if (said === token && mark === 'T') return;
  throw new Error(`the guest was to say the token ${token} and T, and said ${JSON.stringify(text)}`);
}
