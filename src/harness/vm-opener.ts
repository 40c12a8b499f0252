import { BenchError } from '../base/errors.ts';
import { optional } from '../base/optional.ts';
import type { HostPid } from '../model/brands.ts';
import type { PrepareOptions, VmOpener } from '../model/definition.ts';
import type { Placer } from '../model/placement.ts';
import type { Case } from '../model/plan.ts';
import { startTimeline, type TimelineRecorder } from '../model/timeline.ts';
import type { VmRecord } from '../model/trial.ts';
import type { EvidenceSink, PrepareRequest, VmDriver } from '../model/vm-driver.ts';
import type { OwnedVm } from '../model/vm.ts';
import type { VmIdentity } from '../model/vm-ids.ts';
import type { JailSpec, LaunchMode, VmSpec } from '../model/vm-spec.ts';
import { checkMerge, checkPrepareOptions, checkRestoreOptions } from './check-vm-input.ts';

export interface OpenerInput {
  /** Named by what is refused. */
  readonly case: Pick<Case, 'id'>;
  readonly spec: VmSpec;
  readonly driver: VmDriver;
  readonly placer: Placer;
  readonly launch: LaunchMode;
  /** What the arm gives to every jail; what a definition says itself goes before it, field by field. */
  readonly jail?: JailSpec;
  readonly nextIdentity: () => VmIdentity;
  readonly timeline: TimelineRecorder;
  readonly evidence: EvidenceSink;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** Opens VMs for a definition and owns them all. Disposal ends them, the last one first. */
export interface OwningOpener extends VmOpener, AsyncDisposable {
  readonly saveEvidence: () => void;
  readonly lastLogLines: (count: number) => readonly string[];
  readonly records: () => readonly VmRecord[];
  /** Whether all that were opened so far are VMs side by side. */
  readonly areBeside: () => boolean;
}

/** What of it a definition gets: it ends nothing. */
export function forDefinition(opener: OwningOpener): VmOpener {
  const { prepareVm, prepareRestore, mergeSnapshot, bootVm, pinVm } = opener;
  return { prepareVm, prepareRestore, mergeSnapshot, bootVm, pinVm };
}

export function createOpener(input: OpenerInput): OwningOpener {
  const { driver, placer, timeline } = input;
  const { id: caseId } = input.case;
  const vms = createOwnedVms();
  const beside = new Set<HostPid>();
  const pinVm: VmOpener['pinVm'] = async ({ pid }) => {
    const pin = (): Promise<void> => placer.apply(pid);
    // Its end, not what came of it, is the reason when the VM has ended.
    await (vms.byPid(pid)?.explained(pin) ?? pin());
    if (!beside.has(pid)) timeline.endPhase('pin');
  };
  return {
    async prepareVm(given): ReturnType<VmOpener['prepareVm']> {
      const options = given === undefined ? {} : checkPrepareOptions(given, caseId);
      const { spec = input.spec, guestNetwork, isBeside = false } = options;
      const vm = await vms.own(() =>
        driver.prepare({
          ...requestOf(input, options),
          spec,
          ...(guestNetwork === undefined ? {} : { guestNetwork }),
        }),
      );
      if (isBeside) beside.add(vm.pid);
      return vm;
    },
    async prepareRestore(given): ReturnType<VmOpener['prepareRestore']> {
      const options = checkRestoreOptions(given, caseId);
      return vms.own(() => driver.prepareRestore({ ...options, ...requestOf(input, options) }));
    },
    async mergeSnapshot(given): ReturnType<VmOpener['mergeSnapshot']> {
      return driver.mergeSnapshot(checkMerge(given, caseId));
    },
    pinVm,
    async bootVm(vm): ReturnType<VmOpener['bootVm']> {
      const running = await vm.boot();
      await pinVm(running);
      return running;
    },
    saveEvidence: vms.saveEvidence,
    lastLogLines: vms.lastLogLines,
    records: vms.records,
    areBeside: () => beside.size > 0 && beside.size === vms.count(),
    [Symbol.asyncDispose]: vms.end,
  };
}

function requestOf(input: OpenerInput, options: PrepareOptions): Omit<PrepareRequest, 'spec'> {
  const { placer, evidence, timeoutMs, signal } = input;
  const { cpus } = placer.confinement;
  return {
    ...input.nextIdentity(),
    launch: options.launch ?? input.launch,
    ...optional('jail', jailOf(input, options)),
    ...optional('console', options.console),
    ...optional('log', options.log),
    ...optional('traceGuestIo', options.traceGuestIo),
    confinement: options.confinement === 'affinity' ? { kind: 'affinity', cpus } : placer.confinement,
    timeline: options.isBeside === true ? startTimeline() : input.timeline,
    evidence,
    signal,
    timeoutMs,
  };
}

function jailOf({ jail }: OpenerInput, options: PrepareOptions): JailSpec | undefined {
  return jail === undefined ? options.jail : { ...jail, ...options.jail };
}

interface OwnedVms {
  readonly count: () => number;
  readonly byPid: (pid: HostPid) => OwnedVm | undefined;
  /** @throws BenchError `ABORTED` once they are ended: what came then would be nobody's */
  readonly own: <Vm extends OwnedVm>(open: () => Promise<Vm>) => Promise<Vm>;
  readonly saveEvidence: () => void;
  readonly lastLogLines: (count: number) => readonly string[];
  readonly records: () => readonly VmRecord[];
  readonly end: () => Promise<void>;
}

function createOwnedVms(): OwnedVms {
  const owned: OwnedVm[] = [];
  /** Still on their way when a definition gives up on them. */
  const pending = new Set<Promise<unknown>>();
  let isEnded = false;
  return {
    count: () => owned.length,
    byPid: (pid) => owned.find((vm) => vm.pid === pid),
    async own<Vm extends OwnedVm>(open: () => Promise<Vm>): Promise<Vm> {
      if (isEnded) throw new BenchError('ABORTED', 'Cannot open a microVM: its trial has ended');
      const tracked = open().then((vm) => {
        owned.push(vm);
        return vm;
      });
      pending.add(tracked);
      try {
        return await tracked;
      } finally {
        pending.delete(tracked);
      }
    },
    saveEvidence(): void {
      for (const vm of owned) vm.saveEvidence();
    },
    lastLogLines: (count) => owned.at(-1)?.lastLogLines(count) ?? [],
    records: () => owned.map((vm) => vm.record()),
    async end(): Promise<void> {
      isEnded = true;
      await Promise.allSettled(pending);
      await endAll([...owned].reverse());
    },
  };
}

async function endAll(vms: readonly OwnedVm[]): Promise<void> {
  const failures: unknown[] = [];
  for (const vm of vms) {
    try {
      await vm[Symbol.asyncDispose]();
    } catch (thrown) {
      failures.push(thrown);
    }
  }
  if (failures.length === 0) return;
  if (failures.length === 1) throw failures[0];
  throw new BenchError('CLEANUP_FAILED', `Cannot end ${failures.length} microVMs`, {
    cause: new AggregateError(failures),
  });
}
