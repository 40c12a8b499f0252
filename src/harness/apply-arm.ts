import type { ArmFields } from '../model/arm.ts';
import type { JailSpec, VmSpec } from '../model/vm-spec.ts';
import { armFieldsOf } from './arm-fields.ts';

/** The VM of a parameter point as an arm has it: the arm's fields go before the definition's. */
export function applyArm(spec: VmSpec, fields: ArmFields): VmSpec {
  const { 'bootArgs+': added, ...own } = armFieldsOf(fields, 'spec');
  const bootArgs = [own.bootArgs ?? spec.bootArgs, added ?? ''].filter((words) => words !== '').join(' ');
  return { ...spec, ...Object.fromEntries(Object.entries(own)), bootArgs };
}

/** What an arm gives to each jail; undefined where it gives nothing. */
export function jailOfArm(fields: ArmFields): JailSpec | undefined {
  const { logLevel, firecrackerArguments, parentCgroup } = fields;
  const jail: JailSpec = {
    ...(logLevel === undefined ? {} : { logLevel }),
    ...(firecrackerArguments === undefined ? {} : { firecrackerArguments }),
    ...(parentCgroup === undefined ? {} : { parentCgroup }),
  };
  return Object.keys(jail).length === 0 ? undefined : jail;
}
