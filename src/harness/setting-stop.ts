import { BenchError } from '../base/errors.ts';
import { parseDurationMs } from '../base/units.ts';
import { looksRange, parsePrecision } from './setting-rules.ts';
import type { Choose, Setting, SettingSources } from './setting-source.ts';
import { durationMs, precision, trueOrFalse, wholeNumber } from './setting-text.ts';

/** When a run ends, and what becomes of disturbed blocks. */
export interface StopSettings {
  /** Half-width of the interval at which a run may end, as a share. */
  readonly stopWhen?: Setting<number>;
  readonly budgetMs?: Setting<number>;
  /** Looks of a group-sequential plan. */
  readonly looks?: Setting<number>;
  /** Whether disturbed blocks are left out without being repeated. */
  readonly noReplace: Setting<boolean>;
}

/** @throws BenchError `USAGE` also for looks together with a precision, of which each would end the run by its own rule */
export function chooseStop(choose: Choose, { config }: SettingSources): StopSettings {
  const configured = config.stopWhen === undefined ? undefined : parsePrecision(config.stopWhen);
  const configuredMs = config.budget === undefined ? undefined : parseDurationMs(config.budget);
  const stopWhen = choose('stopWhen', precision, configured);
  const budgetMs = choose('budget', durationMs, configuredMs);
  const looks = choose('looks', wholeNumber(looksRange.min, looksRange.max), config.looks);
  if (looks !== undefined && stopWhen !== undefined) {
    const text = `Cannot use looks (${looks.origin}) together with stopWhen (${stopWhen.origin}): each ends the run by its own rule`;
    throw new BenchError('USAGE', text, { hint: 'Leave one of them away' });
  }
  return {
    ...(stopWhen && { stopWhen }),
    ...(budgetMs && { budgetMs }),
    ...(looks && { looks }),
    noReplace: choose('noReplace', trueOrFalse, config.noReplace) ?? { value: false, origin: 'default' },
  };
}
