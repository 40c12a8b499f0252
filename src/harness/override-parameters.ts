import { BenchError } from '../base/errors.ts';
import type { BenchmarkDefinition, ParameterGrid } from '../model/definition.ts';
import type { ParameterValue } from '../model/plan.ts';
import { suggest } from '../model/suggest.ts';
import type { ParameterSettings } from './setting-parameters.ts';
import type { Setting } from './setting-source.ts';

type ValueType = 'string' | 'number' | 'boolean';

function typesOf(values: readonly ParameterValue[]): readonly ValueType[] {
  const types: readonly ValueType[] = ['number', 'boolean', 'string'];
  return types.filter((type) => values.some((value) => typeof value === type));
}

/** The text "2" is the number 2 where the parameter's own values are numbers. */
function convert(value: ParameterValue, types: readonly ValueType[]): ParameterValue | undefined {
  if (typeof value === 'string') {
    const isNumber = /^-?\d+(\.\d+)?$/.test(value);
    if (types.includes('number') && isNumber) return Number(value);
    if (types.includes('boolean') && (value === 'true' || value === 'false')) return value === 'true';
  }
  return types.some((type) => type === typeof value) ? value : undefined;
}

interface Override {
  readonly name: string;
  readonly own: readonly ParameterValue[];
  readonly setting: Setting<readonly ParameterValue[]>;
}

function convertAll({ name, own, setting }: Override): readonly ParameterValue[] {
  const types = typesOf(own);
  const values = setting.value.map((value) => {
    const converted = convert(value, types);
    // A definition goes by the words that it knows; with another one it would measure something else under its name.
    const isForeignWord = typeof converted === 'string' && !own.includes(converted);
    if (converted !== undefined && !isForeignWord) return converted;
    const takes = isForeignWord ? 'it takes words of its own' : `it takes a ${types.join(' or ')}`;
    const message = `Cannot set parameter ${name} to "${String(value)}" (${setting.origin}): ${takes}`;
    throw new BenchError('USAGE', message, { hint: `Its own values are ${own.map(String).join(', ')}` });
  });
  const twice = values.find((value, index) => values.indexOf(value) !== index);
  if (twice === undefined) return values;
  const text = `Cannot set parameter ${name} (${setting.origin}): ${String(twice)} stands there twice`;
  throw new BenchError('USAGE', text, { hint: 'Give each value once: each is a case of its own' });
}

function overrideGrid(grid: ParameterGrid, overrides: ParameterSettings): ParameterGrid {
  const entries = Object.entries(grid).map(([name, own]) => {
    const setting = Object.hasOwn(overrides, name) ? overrides[name] : undefined;
    return [name, setting === undefined ? own : convertAll({ name, own, setting })] as const;
  });
  return Object.fromEntries(entries);
}

/**
 * The definitions with the values of some parameters replaced, texts turned into the type of the parameter's own
 * values. A definition without such a parameter stays as it is.
 * @throws BenchError `USAGE` when no definition has a parameter of the name, a value has the wrong type, or a word is none of
 *   the parameter's own
 */
export function overrideParameters(
  definitions: readonly BenchmarkDefinition[],
  overrides: ParameterSettings,
): readonly BenchmarkDefinition[] {
  const known = new Set(definitions.flatMap((definition) => Object.keys(definition.parameters)));
  for (const [name, setting] of Object.entries(overrides)) {
    if (known.has(name)) continue;
    const near = suggest(name, [...known]);
    throw new BenchError(
      'USAGE',
      `Cannot set parameter ${name} (${setting.origin}): no chosen benchmark has it`,
      {
        hint:
          near === undefined
            ? `Their parameters are ${[...known].join(', ') || 'none'}`
            : `Did you mean "${near}"?`,
      },
    );
  }
  return definitions.map((definition) => ({
    ...definition,
    parameters: overrideGrid(definition.parameters, overrides),
  }));
}
