import { BenchError } from '../base/errors.ts';
import type { ParameterValue } from '../model/plan.ts';
import {
  configOrigin,
  environmentTexts,
  flagTexts,
  type GivenTexts,
  type Setting,
  type SettingSources,
} from './setting-source.ts';
import { parameterTexts } from './setting-text.ts';

/** Values that replace a parameter's own ones, by parameter name. */
export type ParameterSettings = Readonly<Record<string, Setting<readonly ParameterValue[]>>>;

/** @throws BenchError `USAGE` for a text that is not "name=v1,v2" and for a name given twice */
function readParameters(given: GivenTexts): ReadonlyMap<string, readonly string[]> {
  const read = new Map<string, readonly string[]>();
  for (const text of given.texts) {
    const [name, values] = parameterTexts(text, given.where);
    if (read.has(name)) {
      throw new BenchError('USAGE', `Cannot use ${given.where} "${text}": ${name} is given twice`, {
        hint: `Write all values into one: ${name}=1,2`,
      });
    }
    read.set(name, values);
  }
  return read;
}

/**
 * Unlike other settings, parameters are chosen name by name: a flag for one leaves the config's other ones
 * standing.
 */
export function chooseParameters(sources: SettingSources): ParameterSettings {
  const chosen = new Map<string, Setting<readonly ParameterValue[]>>();
  for (const [name, value] of Object.entries(sources.config.parameters ?? {})) {
    chosen.set(name, { value, origin: configOrigin(sources) });
  }
  for (const given of [environmentTexts(sources, 'param'), flagTexts(sources, 'param')]) {
    if (given === undefined) continue;
    for (const [name, value] of readParameters(given)) chosen.set(name, { value, origin: given.origin });
  }
  return Object.fromEntries(chosen);
}
