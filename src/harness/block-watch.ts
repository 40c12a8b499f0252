import type { MetricDefinition } from '../model/metric.ts';
import type { Block } from '../model/plan.ts';
import type { TrialRecord } from '../model/trial.ts';
import { brokenRules, type ValidityRule } from '../model/validity.ts';

/** The headline values of one block, by arm. */
export type ArmValues = ReadonlyMap<string, readonly number[]>;

/** Keeps what decides whether a run goes on: of each block its headline values, which of them are disturbed. */
export interface BlockWatch {
  readonly add: (record: TrialRecord) => void;
  readonly end: (block: Block) => void;
  /** Blocks of a case that have ended, without warm-up and invalid ones. */
  readonly validBlocks: (caseId: string) => readonly ArmValues[];
  /** In the order in which they ran. */
  readonly invalidBlocks: () => readonly Block[];
}

export interface BlockWatchOptions {
  /** Undefined for a case of no known benchmark. */
  readonly headlineOf: (caseId: string) => MetricDefinition | undefined;
  readonly rules: readonly ValidityRule[];
}

/** Numbers alone are kept, no records: a run of any length must not make the runner grow much. */
export function watchBlocks({ headlineOf, rules }: BlockWatchOptions): BlockWatch {
  const running = new Map<string, number[]>();
  const valid = new Map<string, ArmValues[]>();
  const invalid: Block[] = [];
  let isDisturbed = false;
  return {
    add(record): void {
      if (record.isWarmup) return;
      if (brokenRules(record, rules).length > 0) isDisturbed = true;
      const headline = headlineOf(record.caseId);
      const value = headline === undefined ? undefined : record.samples[headline.id];
      if (record.outcome.status !== 'ok' || value === undefined) return;
      running.set(record.armId, [...(running.get(record.armId) ?? []), value]);
    },
    end(block): void {
      if (isDisturbed) invalid.push(block);
      else if (!block.isWarmup) {
        const before = valid.get(block.caseId) ?? [];
        before.push(new Map(running));
        valid.set(block.caseId, before);
      }
      running.clear();
      isDisturbed = false;
    },
    validBlocks: (caseId) => valid.get(caseId) ?? [],
    invalidBlocks: () => invalid,
  };
}
