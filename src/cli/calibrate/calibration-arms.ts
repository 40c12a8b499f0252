import { BenchError } from '../../base/errors.ts';
import { specOf } from '../../harness/make-plan.ts';
import type { Settings } from '../../harness/settings.ts';
import type { ArmRequest } from '../../model/arm.ts';
import type { BenchmarkDefinition } from '../../model/definition.ts';
import { metricsOf } from '../../harness/metrics-of.ts';
import type { PlannedRun } from '../measure/plan-run.ts';

export const baseArm = 'base';
export const againArm = 'again';

/** The arms of a pilot that are slowed. */
export function delayArmId(index: number): string {
  return `delay-${String(index + 1)}`;
}

/**
 * What is calibrated: the one arm of the settings, or the run's own binaries.
 * @throws BenchError `USAGE` for several arms
 */
export function armUnderTest({ arms }: Settings): ArmRequest['fields'] {
  const [only, second] = arms?.value ?? [];
  if (second === undefined) return only?.fields ?? {};
  throw new BenchError('USAGE', 'Cannot calibrate several arms: what is equal to itself is one arm', {
    hint: 'Give one --arm, or none',
  });
}

const delayWord = /(?:^|\s)delay=(\d+)(?=\s|$)/g;

/** Loops that the arm itself idles: a longer start, whose scatter is a smaller share of it. */
function ownDelayLoops(words: string): number {
  return [...words.matchAll(delayWord)].reduce((sum, [, loops]) => sum + Number(loops), 0);
}

/** The arm twice, then a slowed one for each delay, beside what the arm idles itself. */
export function calibrationArms(
  fields: ArmRequest['fields'],
  delays: readonly { readonly armId: string; readonly delayLoops: number }[],
): readonly ArmRequest[] {
  const { 'bootArgs+': added = '' } = fields;
  const ownLoops = ownDelayLoops(added);
  const others = added.replaceAll(delayWord, '').trim();
  const slowed = delays.map(({ armId, delayLoops }) => ({
    id: armId,
    fields: { ...fields, 'bootArgs+': `${others} delay=${String(ownLoops + delayLoops)}`.trim() },
  }));
  return [{ id: baseArm, fields }, { id: againArm, fields }, ...slowed];
}

export interface CalibrationRunPlan {
  readonly arms: readonly ArmRequest[];
  /** Each of two trials of each arm. */
  readonly blocks: number;
  readonly title: string;
}

/** The settings with what a calibration decides by itself. */
export function calibrationSettings(
  settings: Settings,
  { arms, blocks, title }: CalibrationRunPlan,
): Settings {
  return {
    ...settings,
    arms: { value: arms, origin: settings.arms?.origin ?? 'default' },
    trials: { value: 2 * blocks, origin: 'default' },
    title: settings.title ?? { value: title, origin: 'default' },
  };
}

/**
 * A canary is a delay in the probe guest: other guests do not know the word, and only a time can grow by it.
 * @throws BenchError `USAGE`
 */
export function requireCanaryGuests(
  { definitions, arms, plan, native }: PlannedRun,
  fields: ArmRequest['fields'],
): void {
  const ownWords = (fields['bootArgs+'] ?? '').match(delayWord) ?? [];
  for (const { id, benchmarkId, point } of plan.cases) {
    const definition = definitions.find((each) => each.id === benchmarkId);
    const [arm] = arms;
    if (definition === undefined || arm === undefined) continue;
    const { kernel, bootArgs } = specOf(definition, point, arm);
    if (kernel !== native.probeGuest) throw noCanary(id, 'its guest is not the built-in probe guest');
    const words = bootArgs.match(delayWord) ?? [];
    if (words.length > ownWords.length) throw noCanary(id, 'its guest has a delay= of its own');
    if (headlineKind(definition) !== 'time') throw noCanary(id, `its headline is not a time`);
  }
}

function headlineKind(definition: BenchmarkDefinition): string | undefined {
  return metricsOf(definition).find(({ id }) => id === definition.headline)?.kind;
}

function noCanary(caseId: string, seen: string): BenchError {
  return new BenchError('USAGE', `Cannot place canaries in ${caseId}: ${seen}`, {
    hint: 'Choose benchmarks that time the start of the probe guest, as boot-time, or give --canary none',
  });
}
