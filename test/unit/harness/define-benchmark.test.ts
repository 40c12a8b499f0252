import { describe, expect, expectTypeOf, it } from 'vitest';
import { BenchError } from '../../../src/base/errors.ts';
import { checkDefinition, defineBenchmark } from '../../../src/harness/define-benchmark.ts';
import { metricsOf } from '../../../src/harness/metrics-of.ts';
import type { BenchmarkDefinition } from '../../../src/model/definition.ts';
import { aMetric } from '../builders.ts';

const where = { expectedId: 'boot-time', path: 'benchmarks/boot-time.ts' };

function aDefinition(overrides: Readonly<Record<string, unknown>> = {}): Readonly<Record<string, unknown>> {
  return {
    id: 'boot-time',
    question: 'How long does it take?',
    timedSpan: 'From here to there.',
    disturbedBy: ['everything'],
    parameters: { vcpus: [1, 2], memMib: [128] },
    headline: 'boot.guest',
    collectors: [{ id: 'boot-timer', metrics: [aMetric()], collect: () => ({ 'boot.guest': 1 }) }],
    vm: () => ({}),
    measure: () => Promise.resolve({}),
    ...overrides,
  };
}

/** What the user reads: the message, and the hint on a second line. */
function complaintAbout(value: unknown): string {
  try {
    checkDefinition(value, where);
  } catch (thrown) {
    if (!(thrown instanceof BenchError)) throw thrown;
    expect(thrown.code).toBe('DEFINITION_INVALID');
    return thrown.hint === undefined ? thrown.message : `${thrown.message}\n${thrown.hint}`;
  }
  throw new Error('the definition was accepted');
}

describe('defineBenchmark()', () => {
  it('freezes the definition all the way down', () => {
    const definition = defineBenchmark({
      id: 'boot-time',
      question: 'How long?',
      timedSpan: 'From here to there.',
      disturbedBy: [],
      parameters: { vcpus: [1, 2] },
      headline: 'boot.guest',
      collectors: [],
      vm: () => {
        throw new Error('not called');
      },
      measure: () => Promise.reject(new Error('not called')),
    });
    expect(Object.isFrozen(definition)).toBe(true);
    expect(Object.isFrozen(definition.parameters.vcpus)).toBe(true);
    expect(() => Object.assign(definition.parameters, { vcpus: [3] })).toThrow(TypeError);
  });

  it('gives the point of the definition the types of the grid', () => {
    defineBenchmark({
      id: 'boot-time',
      question: 'How long?',
      timedSpan: 'From here to there.',
      disturbedBy: [],
      parameters: { vcpus: [1, 2], kernel: ['small', 'large'] },
      headline: 'boot.guest',
      collectors: [],
      vm: (point) => {
        expectTypeOf(point.vcpus).toEqualTypeOf<number>();
        expectTypeOf(point.kernel).toEqualTypeOf<string>();
        throw new Error('not called');
      },
      measure: (trial) => {
        expectTypeOf(trial.point.vcpus).toEqualTypeOf<number>();
        return Promise.reject(new Error('not called'));
      },
    });
  });
});

describe('checkDefinition()', () => {
  it('returns a good definition, frozen', () => {
    const definition = checkDefinition(aDefinition(), where);
    expectTypeOf(definition).toEqualTypeOf<BenchmarkDefinition>();
    expect(definition.id).toBe('boot-time');
    expect(Object.isFrozen(definition.collectors[0]?.metrics[0])).toBe(true);
  });

  it.each([
    [
      'a mistyped key',
      aDefinition({ colectors: [] }),
      '"colectors" is not known (did you mean "collectors"?)',
    ],
    [
      'a mistyped key within',
      aDefinition({ metrics: [{ ...aMetric(), units: 'us' }] }),
      '"metrics[0].units" is not known (did you mean "unit"?)',
    ],
    ['a missing function', aDefinition({ measure: undefined }), '"measure" is wrong: a function is needed'],
    ['no object', 'boot-time', 'the whole value is wrong: expected object, received string'],
    [
      'an id of other characters',
      aDefinition({ id: 'Boot_Time' }),
      '"id" is wrong: lower-case letters, digits and hyphens are needed',
    ],
    [
      'an id that is not the file name',
      aDefinition({ id: 'boot-times' }),
      'id is "boot-times"\nName the file after the id or set the id to "boot-time"',
    ],
    [
      'a parameter without values',
      aDefinition({ parameters: { vcpus: [] } }),
      '"parameters.vcpus" is wrong: at least one value is needed',
    ],
    [
      'a parameter with a value twice',
      aDefinition({ parameters: { vcpus: [1, 1] } }),
      '"parameters.vcpus" is wrong: each value may stand there once',
    ],
    [
      'a parameter whose value would break case ids',
      aDefinition({ parameters: { kernel: ['a,b'] } }),
      '"parameters.kernel[0]" is wrong: a number, true, false or a word without spaces, "," "=" and "/" is needed',
    ],
    [
      'a parameter that is no list',
      aDefinition({ parameters: { vcpus: 2 } }),
      '"parameters.vcpus" is wrong: expected array, received number',
    ],
    [
      'a mistyped headline',
      aDefinition({ headline: 'boot.gest' }),
      'the headline "boot.gest" is no metric of it\nDid you mean "boot.guest"?',
    ],
    [
      'a headline like no metric',
      aDefinition({ headline: 'memory.rss' }),
      'the headline "memory.rss" is no metric of it\nIts metrics are boot.guest',
    ],
    [
      'two metrics with one id',
      aDefinition({ metrics: [aMetric()] }),
      'two metrics have the id "boot.guest"\nGive each metric an id of its own',
    ],
    [
      'a metric id that every trial has',
      aDefinition({ metrics: [aMetric({ id: 'noise.wait' })] }),
      'the metric id "noise.wait" is kept for what every trial has\nChoose an id that does not begin with "phase." or "noise." and is not "trial.wall"',
    ],
    [
      'a fixture of what every object has',
      aDefinition({ fixtureParameters: ['constructor'] }),
      'its fixture is to depend on "constructor", which is no parameter\nIts parameters are vcpus, memMib',
    ],
    [
      'a slope over what every object has',
      aDefinition({ slopes: [{ metric: 'boot.guest', over: 'toString' }] }),
      '"boot.guest" is fitted over "toString", which is no numeric parameter\nIts parameters are vcpus, memMib',
    ],
    [
      'a limit of no metric',
      aDefinition({ limits: [{ metric: 'boot.gest', atMost: 1 }] }),
      'the limited metric "boot.gest" is no metric of it\nDid you mean "boot.guest"?',
    ],
    [
      'a headline that may be absent',
      aDefinition({
        metrics: [{ ...aMetric({ id: 'own.maybe' }), mayBeAbsent: true }],
        headline: 'own.maybe',
      }),
      'the headline "own.maybe" may be absent\nChoose one that every trial has',
    ],
    [
      'a fixture of an unknown parameter',
      aDefinition({ fixtureParameters: ['memMb'] }),
      'its fixture is to depend on "memMb", which is no parameter\nIts parameters are vcpus, memMib',
    ],
    [
      'a collector twice',
      aDefinition({
        collectors: [
          { id: 'one', metrics: [aMetric()], collect: () => ({}) },
          { id: 'one', metrics: [aMetric({ id: 'other' })], collect: () => ({}) },
        ],
      }),
      'the collector "one" stands there twice\nList each collector once',
    ],
    ['an empty question', aDefinition({ question: ' ' }), '"question" is wrong: a sentence is needed'],
    [
      'several things at once, all named',
      aDefinition({ measure: 1, vm: 2 }),
      '"vm" is wrong: a function is needed; "measure" is wrong: a function is needed',
    ],
  ])('refuses %s', (_, value, complaint) => {
    expect(complaintAbout(value)).toBe(
      `Cannot read the benchmark definition "benchmarks/boot-time.ts": ${complaint}`,
    );
  });
});

describe('metricsOf()', () => {
  it("lists the collectors' metrics, then the definition's own", () => {
    const definition = checkDefinition(aDefinition({ metrics: [aMetric({ id: 'own.count' })] }), where);
    expect(metricsOf(definition).map(({ id }) => id)).toEqual(['boot.guest', 'own.count']);
  });
});
