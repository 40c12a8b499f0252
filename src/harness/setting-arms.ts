import { dirname, resolve } from 'node:path';
import { BenchError } from '../base/errors.ts';
import type { ArmRequest } from '../model/arm.ts';
import { resolveArmPaths } from './arm-fields.ts';
import { readArm } from './arm-text.ts';
import {
  configSetting,
  givenTexts,
  type GivenTexts,
  type Setting,
  type SettingSources,
} from './setting-source.ts';
import { mostArms } from './setting-rules.ts';

/**
 * The arms that were asked for; undefined where none were: then the run has one of its own. Flags replace those of the
 * environment, and these those of the configuration, all together: two half lists would make a comparison that nobody wrote.
 * @throws BenchError `USAGE`
 */
export function chooseArms(sources: SettingSources): Setting<readonly ArmRequest[]> | undefined {
  const { cwd, config, configPath = '.' } = sources;
  const given = givenTexts(sources, 'arm');
  if (given !== undefined) return { value: readArms(given, cwd), origin: given.origin };
  if (config.arms === undefined) return undefined;
  const configured = Object.entries(config.arms).map(([id, fields]) => ({ id, fields }));
  return configSetting(sources, withPaths(configured, resolve(cwd, dirname(configPath))));
}

function readArms({ texts, where }: GivenTexts, folder: string): readonly ArmRequest[] {
  const arms = texts.map((text) => readArm(text, where));
  const ids = arms.map(({ id }) => id);
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twice !== undefined) {
    throw new BenchError('USAGE', `Cannot use ${where} ${twice}: an arm of this name is given already`, {
      hint: 'Give each arm a name of its own, also when two are to be alike',
    });
  }
  if (arms.length > mostArms) {
    const text = `Cannot use ${where} ${arms.length} times: at most ${mostArms} arms can be told apart`;
    throw new BenchError('USAGE', text, { hint: 'Compare them in several runs' });
  }
  return withPaths(arms, folder);
}

function withPaths(arms: readonly ArmRequest[], folder: string): readonly ArmRequest[] {
  return arms.map(({ id, fields }) => ({
    id,
    fields: resolveArmPaths(fields, (path) => resolve(folder, path)),
  }));
}
