import { monotonicNs, spanNs } from '../base/clock.ts';
import { BenchError, errorMessage } from '../base/errors.ts';
import { optional } from '../base/optional.ts';
import { untilAborted, withDeadline } from '../base/waiting.ts';
import type { ArmContext, BenchmarkDefinition, Measurement, Trial } from '../model/definition.ts';
import type { Samples } from '../model/metric.ts';
import type { HostMemory, TrialObservations } from '../model/observations.ts';
import type { NoiseDifference, NoiseWatch } from '../model/noise.ts';
import type { AppliedPlacement } from '../model/placement.ts';
import type { Case, PlannedTrial } from '../model/plan.ts';
import { startTimeline } from '../model/timeline.ts';
import type { TrialOutcome, TrialRecord, VmRecord } from '../model/trial.ts';
import { checkSamples } from './check-samples.ts';
import { metricsOf } from './metrics-of.ts';
import type { RunFolder } from './run-folder.ts';
import type { Fixture } from './fixtures.ts';
import { describeOutcome, type TrialEvidence } from './trial-outcome.ts';
import { createOpener, forDefinition, type OpenerInput, type OwningOpener } from './vm-opener.ts';

/** All that one trial needs from outside. */
export interface TrialInput extends Omit<OpenerInput, 'timeline' | 'evidence'> {
  readonly definition: BenchmarkDefinition;
  readonly planned: PlannedTrial;
  readonly case: Case;
  readonly arm: ArmContext;
  readonly evidence: TrialEvidence;
  readonly watchNoise: NoiseWatch;
  readonly readHostMemory: () => HostMemory;
  readonly keepObservations: RunFolder['keepObservations'];
}

/** One trial in its three parts. No part throws: the failure is in the record. */
export interface TrialRun {
  /** Everything up to what is to be measured. */
  readonly prepare: () => Promise<void>;
  /** Measures, then reads everything out. Resolves with the measured span; undefined when the trial failed. */
  readonly measure: () => Promise<number | undefined>;
  /** Ends the VMs, removes all of them and gives the record. */
  readonly finish: () => Promise<TrialRecord>;
}

interface Result {
  readonly samples: Samples;
  /** The headline, where that is a time; else that of the whole measured part. */
  readonly spanMs: number;
  readonly placement: AppliedPlacement;
}

/** `fixture` is what the case's trials share; it was made before this trial's clocks start. */
export function openTrial(input: TrialInput, fixture: Fixture): TrialRun {
  // Takes a millisecond or more, so that it lies before the trial's clocks and after them.
  const endNoise = input.watchNoise();
  return new ActiveTrial(input, { fixture, endNoise });
}

interface Spent {
  readonly wallNs: number;
  readonly cpu: NodeJS.CpuUsage;
}

interface TrialStart {
  readonly fixture: Fixture;
  readonly endNoise: () => NoiseDifference;
}

class ActiveTrial implements TrialRun {
  readonly #input: TrialInput;
  readonly #endNoise: () => NoiseDifference;
  readonly #startedAt = new Date().toISOString();
  readonly #cpuAtStart = process.cpuUsage();
  readonly #timeline = startTimeline();
  readonly #opener: OwningOpener;
  readonly #trial: Trial;
  #prepared: { readonly subject: unknown } | undefined;
  #result: Result | undefined;
  #observations: TrialObservations = {};
  #observationsFile: string | undefined;
  #noise: NoiseDifference | undefined;
  /** In the order in which they came. The first is the reason; what failed in cleaning up after it comes with it. */
  readonly #failures: unknown[] = [];

  constructor(input: TrialInput, { fixture: made, endNoise }: TrialStart) {
    this.#input = input;
    this.#endNoise = endNoise;
    if (made.kind === 'failed') this.#failures.push(made.thrown);
    const fixture = made.kind === 'made' ? made.value : undefined;
    this.#opener = createOpener({ ...input, timeline: this.#timeline });
    const { arm, spec, readHostMemory, signal, timeoutMs } = input;
    const { point } = input.case;
    const own = { point, arm, spec, readHostMemory, signal, timeoutMs, fixture };
    this.#trial = { ...forDefinition(this.#opener), ...own };
  }

  prepare(): Promise<void> {
    const { definition } = this.#input;
    const prepare = definition.prepare ?? ((trial: Trial) => trial.prepareVm());
    return this.#attempt(async () => {
      if (this.#failures.length > 0) return;
      this.#prepared = { subject: await inDefinition('prepare', definition, () => prepare(this.#trial)) };
    });
  }

  async measure(): Promise<number | undefined> {
    const prepared = this.#prepared;
    if (prepared === undefined) return undefined;
    await this.#attempt(async () => {
      this.#result = await this.#measure(prepared.subject);
    });
    return this.#result?.spanMs;
  }

  async finish(): Promise<TrialRecord> {
    let lastLogLines: readonly string[] = [];
    if (this.#failures.length > 0) {
      await this.#attempt(() => {
        lastLogLines = this.#opener.lastLogLines(lastLineCount);
        this.#opener.saveEvidence();
      });
    }
    // Whatever failed before, the VMs are ended.
    await this.#attempt(async () => {
      await this.#opener[Symbol.asyncDispose]();
      throwIfFaulty(this.#opener.records());
    });
    this.#endSharedPhase('end');
    const spent = {
      wallNs: spanNs(this.#timeline.startedAt, monotonicNs()),
      cpu: process.cpuUsage(this.#cpuAtStart),
    };
    // What comes now is no part of the trial.
    await this.#attempt(() => {
      this.#keepObservations();
    });
    await this.#attempt(() => {
      this.#noise = this.#endNoise();
    });
    const { evidence } = this.#input;
    return this.#record(spent, describeOutcome({ failures: this.#failures, lastLogLines, evidence }));
  }

  async #measure(subject: unknown): Promise<Result> {
    const { definition, placer, timeoutMs } = this.#input;
    const startedAt = monotonicNs();
    const action = `measure ${definition.id}`;
    const measuring = inDefinition('measure', definition, () => definition.measure(this.#trial, subject));
    const work = untilAborted(measuring, { action, signal: this.#trial.signal });
    // Waits inside have the same limit and a better text, so they are let come first.
    const {
      vm,
      samples = {},
      observations = {},
    }: Measurement = await withDeadline(work, {
      action,
      timeoutMs: timeoutMs + graceMs,
    });
    const wholeMs = spanNs(startedAt, monotonicNs()) / 1e6;
    this.#endSharedPhase('launch');
    const placement = placer.inspect(vm.pid);
    this.#observations = observations;
    const readings = await vm.collect();
    this.#endSharedPhase('collect');
    const collected = definition.collectors.map((collector) =>
      collector.collect({ ...observations, readings, placement }),
    );
    const all = checkSamples(definition, [...collected, samples]);
    return { samples: all, placement, spanMs: headlineMs(definition, all) ?? wholeMs };
  }

  #record({ wallNs, cpu }: Spent, outcome: TrialOutcome): TrialRecord {
    const { phases, marks } = this.#timeline.read();
    const { id, caseId, armId, block, position, isWarmup } = this.#input.planned;
    return {
      trialId: id,
      caseId,
      armId,
      block,
      position,
      isWarmup,
      startedAt: this.#startedAt,
      wallNs,
      phases,
      unaccountedNs: wallNs - phases.reduce((sum, { durationNs }) => sum + durationNs, 0),
      marks,
      outcome,
      samples: this.#result?.samples ?? {},
      ...optional('observations', this.#observationsFile),
      vms: this.#opener.records(),
      ...(this.#result === undefined ? {} : { placement: this.#result.placement }),
      ...optional('noise', this.#noise),
      harnessCpuNs: (cpu.user + cpu.system) * 1000,
    };
  }

  /** With the trial's start on the same clock, so that they can be laid over its phases. */
  #keepObservations(): void {
    if (Object.keys(this.#observations).length === 0) return;
    const { id } = this.#input.planned;
    const kept = { trialId: id, trialStartedAt: this.#timeline.startedAt, ...this.#observations };
    this.#observationsFile = this.#input.keepObservations(id, kept);
  }

  /** Of VMs side by side the timeline holds only what the trial did with all of them. */
  #endSharedPhase(name: 'launch' | 'collect' | 'end'): void {
    if (this.#opener.areBeside()) this.#timeline.endPhase(name);
  }

  async #attempt(work: () => void | Promise<void>): Promise<void> {
    try {
      await work();
    } catch (thrown) {
      this.#failures.push(thrown);
    }
  }
}

/** A VM may have ended in a way that spoils the trial after all was read out of it, and with exit status 0. */
function throwIfFaulty(vms: readonly VmRecord[]): void {
  for (const { vmId, end } of vms) {
    if (end?.fault === undefined) continue;
    throw new BenchError('VMM_EXITED', `Cannot trust the trial: of "${vmId}", ${end.fault}`);
  }
}

const lastLineCount = 5;
const graceMs = 1000;

/** A definition's own failure is told apart from the harness's. */
async function inDefinition<T>(
  part: 'prepare' | 'measure',
  { id }: BenchmarkDefinition,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (thrown) {
    if (thrown instanceof BenchError) throw thrown;
    throw new BenchError('DEFINITION_FAILED', `Cannot ${part} ${id}: ${errorMessage(thrown)}`, {
      cause: thrown,
    });
  }
}

function headlineMs(definition: BenchmarkDefinition, samples: Samples): number | undefined {
  const unit = metricsOf(definition).find(({ id }) => id === definition.headline)?.unit;
  const value = samples[definition.headline];
  if (value === undefined) return undefined;
  if (unit === 'us') return value / 1000;
  return unit === 'ms' ? value : undefined;
}
