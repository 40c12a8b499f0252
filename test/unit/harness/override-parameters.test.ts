import { describe, expect, it } from 'vitest';
import { overrideParameters } from '../../../src/harness/override-parameters.ts';
import type { BenchmarkDefinition, ParameterGrid } from '../../../src/model/definition.ts';
import type { ParameterValue } from '../../../src/model/plan.ts';
import type { ParameterSettings } from '../../../src/harness/setting-parameters.ts';

function aDefinition(id: string, parameters: ParameterGrid): BenchmarkDefinition {
  return {
    id,
    question: 'How long?',
    timedSpan: 'From here to there.',
    disturbedBy: [],
    parameters,
    headline: 'boot.guest',
    collectors: [],
    vm: () => {
      throw new Error('not called');
    },
    measure: () => Promise.reject(new Error('not called')),
  };
}

function flags(values: Readonly<Record<string, readonly ParameterValue[]>>): ParameterSettings {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, { value, origin: 'flag --param' as const }]),
  );
}

const definitions = [
  aDefinition('one', { vcpus: [1, 2], kernel: ['small', '6.10'] }),
  aDefinition('two', { isWarm: [true, false], constructor: [1] }),
];

describe('overrideParameters()', () => {
  it("turns texts into the type of the parameter's own values and leaves the others as they are", () => {
    const overrides = flags({ vcpus: ['4', '8'], kernel: ['6.10'], isWarm: ['true'] });
    const expected: readonly ParameterGrid[] = [
      { vcpus: [4, 8], kernel: ['6.10'] },
      { isWarm: [true], constructor: [1] },
    ];
    expect(overrideParameters(definitions, overrides).map(({ parameters }) => parameters)).toEqual(expected);
  });

  it('takes typed values of a config', () => {
    expect(overrideParameters(definitions, flags({ vcpus: [3] }))[0]?.parameters['vcpus']).toEqual([3]);
  });

  it('refuses a name that no benchmark has', () => {
    expect(() => overrideParameters(definitions, flags({ vcpu: ['1'] }))).toThrow(
      expect.objectContaining({
        code: 'USAGE',
        message: 'Cannot set parameter vcpu (flag --param): no chosen benchmark has it',
        hint: 'Did you mean "vcpus"?',
      }),
    );
  });

  it("refuses a word that is none of the parameter's own", () => {
    expect(() => overrideParameters(definitions, flags({ kernel: ['large'] }))).toThrow(
      expect.objectContaining({
        code: 'USAGE',
        message: 'Cannot set parameter kernel to "large" (flag --param): it takes words of its own',
        hint: 'Its own values are small, 6.10',
      }),
    );
  });

  it('refuses a value of another type', () => {
    expect(() => overrideParameters(definitions, flags({ vcpus: ['two'] }))).toThrow(
      expect.objectContaining({
        code: 'USAGE',
        message: 'Cannot set parameter vcpus to "two" (flag --param): it takes a number',
        hint: 'Its own values are 1, 2',
      }),
    );
  });
});
