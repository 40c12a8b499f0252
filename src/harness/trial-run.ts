import { monotonicNs, spanNs } from '../base/clock.ts';
import { BenchError, errorMessage } from '../base/errors.ts';
import { untilAborted, withDeadline } from '../base/waiting.ts';
import type { VmId } from '../model/brands.ts';
import type { ArmContext, BenchmarkDefinition, Measurement, Trial } from '../model/definition.ts';
import type { Samples } from '../model/metric.ts';
import type { AppliedPlacement, Placer } from '../model/placement.ts';
import type { Case, PlannedTrial } from '../model/plan.ts';
import { startTimeline, type TimelineRecorder } from '../model/timeline.ts';
import type { TrialOutcome, TrialRecord } from '../model/trial.ts';
import type { BootedVm, PreparedVm, VmDriver } from '../model/vm.ts';
import type { LaunchMode } from '../model/vm-spec.ts';
import { checkSamples } from './check-samples.ts';
import { metricsOf } from './define-benchmark.ts';
import { specOf } from './make-plan.ts';
import { describeOutcome, type TrialEvidence } from './trial-outcome.ts';

/** All that one trial needs from outside. */
export interface TrialInput {
  readonly definition: BenchmarkDefinition;
  readonly planned: PlannedTrial;
  readonly case: Case;
  readonly arm: ArmContext;
  readonly driver: VmDriver;
  readonly placer: Placer;
  readonly launch: LaunchMode;
  readonly identity: { readonly id: VmId; readonly uid: number; readonly gid: number };
  readonly evidence: TrialEvidence;
  /** The longest that any single wait may take, and `measure` as a whole. */
  readonly timeoutMs: number;
  /** Ends the trial at once. */
  readonly signal: AbortSignal;
}

/** One trial in its three parts. No part throws: the failure is in the record. */
export interface TrialRun {
  /** Everything up to a live, configured VMM. */
  readonly prepare: () => Promise<void>;
  /** Measures, then reads everything out. Resolves with the measured span; undefined when the trial failed. */
  readonly measure: () => Promise<number | undefined>;
  /** Ends the VM, removes all of it and gives the record. */
  readonly finish: () => Promise<TrialRecord>;
}

interface Result {
  readonly samples: Samples;
  /** The headline, where that is a time; else the start request. */
  readonly spanMs: number;
  readonly placement: AppliedPlacement;
}

export function openTrial(input: TrialInput): TrialRun {
  return new ActiveTrial(input);
}

class ActiveTrial implements TrialRun {
  readonly #input: TrialInput;
  readonly #begunAt = monotonicNs();
  readonly #startedAt = new Date().toISOString();
  readonly #cpuAtStart = process.cpuUsage();
  readonly #timeline = startTimeline();
  #vm: PreparedVm | undefined;
  #result: Result | undefined;
  /** In the order in which they came. The first is the reason; what failed in cleaning up after it comes with it. */
  readonly #failures: unknown[] = [];

  constructor(input: TrialInput) {
    this.#input = input;
  }

  prepare(): Promise<void> {
    const { definition, arm, placer, driver, launch, identity, evidence, signal, timeoutMs } = this.#input;
    return this.#attempt(async () => {
      this.#vm = await driver.prepare({
        ...identity,
        spec: specOf(definition, this.#input.case.point, arm),
        launch,
        confinement: placer.confinement,
        timeline: this.#timeline,
        evidence,
        signal,
        timeoutMs,
      });
    });
  }

  async measure(): Promise<number | undefined> {
    const vm = this.#vm;
    if (vm === undefined) return undefined;
    await this.#attempt(async () => {
      this.#result = await measureVm(this.#input, vm, this.#timeline);
    });
    return this.#result?.spanMs;
  }

  async finish(): Promise<TrialRecord> {
    let lastLogLines: readonly string[] = [];
    if (this.#failures.length > 0) {
      await this.#attempt(() => {
        lastLogLines = this.#vm?.lastLogLines(lastLineCount) ?? [];
        this.#vm?.saveEvidence();
      });
    }
    // Whatever failed before, the VM is ended.
    await this.#attempt(async () => this.#vm?.[Symbol.asyncDispose]());
    return this.#record(
      describeOutcome({ failures: this.#failures, lastLogLines, evidence: this.#input.evidence }),
    );
  }

  #record(outcome: TrialOutcome): TrialRecord {
    const { phases, marks } = this.#timeline.read();
    const wallNs = spanNs(this.#begunAt, monotonicNs());
    const cpu = process.cpuUsage(this.#cpuAtStart);
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
      vms: this.#vm === undefined ? [] : [this.#vm.record()],
      ...(this.#result === undefined ? {} : { placement: this.#result.placement }),
      harnessCpuNs: (cpu.user + cpu.system) * 1000,
    };
  }

  async #attempt(work: () => void | Promise<void>): Promise<void> {
    try {
      await work();
    } catch (thrown) {
      this.#failures.push(thrown);
    }
  }
}

const lastLineCount = 5;

async function measureVm(input: TrialInput, vm: PreparedVm, timeline: TimelineRecorder): Promise<Result> {
  const { definition, placer, timeoutMs } = input;
  const bootVm = async (prepared: PreparedVm): Promise<BootedVm> => {
    const booted = await prepared.boot();
    await prepared.explained(() => placer.apply(booted.pid));
    timeline.endPhase('pin');
    return booted;
  };
  const trial: Trial = { point: input.case.point, arm: input.arm, signal: input.signal, timeoutMs, bootVm };
  const measurement = await runDefinition(definition, trial, vm);
  const placement = placer.inspect(measurement.vm.pid);
  const readings = await measurement.vm.collect();
  const observation = { startCallNs: measurement.vm.startCallNs, readings, placement };
  const collected = definition.collectors.map((collector) => collector.collect(observation));
  const samples = checkSamples(definition, [...collected, measurement.samples ?? {}]);
  return { samples, placement, spanMs: headlineMs(definition, samples) ?? measurement.vm.startCallNs / 1e6 };
}

function headlineMs(definition: BenchmarkDefinition, samples: Samples): number | undefined {
  const unit = metricsOf(definition).find(({ id }) => id === definition.headline)?.unit;
  const value = samples[definition.headline];
  if (value === undefined) return undefined;
  if (unit === 'us') return value / 1000;
  return unit === 'ms' ? value : undefined;
}

/** Waits inside have the same limit and a better text, so they are let come first. */
const graceMs = 1000;

async function runDefinition(
  definition: BenchmarkDefinition,
  trial: Trial,
  vm: PreparedVm,
): Promise<Measurement> {
  const action = `measure ${definition.id}`;
  try {
    const work = untilAborted(definition.measure(trial, vm), { action, signal: trial.signal });
    return await withDeadline(work, { action, timeoutMs: trial.timeoutMs + graceMs });
  } catch (thrown) {
    if (thrown instanceof BenchError) throw thrown;
    throw new BenchError('DEFINITION_FAILED', `Cannot ${action}: ${errorMessage(thrown)}`, { cause: thrown });
  }
}
