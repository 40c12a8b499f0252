import { describe, expect, it } from 'vitest';
import { missedTicks } from '../../../../src/analysis/rules/missed-ticks.ts';
import { aTrial } from '../../builders.ts';
import { factsOf, okTrials } from '../run-facts.ts';

describe('missedTicks()', () => {
  it('adds up what all samplers of all measured trials left out', () => {
    const trials = [
      aTrial({ samples: { 'cpu.missed_ticks': 2, 'memory.missed_ticks': 1 } }),
      aTrial({ samples: { 'cpu.missed_ticks': 0 } }),
      aTrial({ isWarmup: true, samples: { 'cpu.missed_ticks': 9 } }),
    ];
    expect(missedTicks(factsOf(trials))).toMatchObject([
      { severity: 'note', message: 'Samplers left out 3 looks in 1 trial' },
    ]);
    expect(missedTicks(factsOf(okTrials(2)))).toEqual([]);
  });
});
