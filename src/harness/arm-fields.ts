import { BenchError } from '../base/errors.ts';
import type { ArmFields } from '../model/arm.ts';
import { suggest } from '../model/suggest.ts';
import { launchModes, logLevels } from '../model/vm-spec.ts';
import { isCpuList, isVersion } from './setting-rules.ts';
import {
  anyText,
  oneOf,
  textThat,
  trueOrFalse,
  wholeNumber,
  words,
  type TextReader,
} from './setting-text.ts';

export type ArmFieldName = keyof ArmFields;

/** What a field of an arm changes: its binaries and their start, the microVM's spec, or its jail. */
export type ArmPart = 'run' | 'spec' | 'jail';

interface ArmField<Value> {
  readonly part: ArmPart;
  readonly read: TextReader<Value>;
  /** Relative ones count from the working directory or the configuration file. */
  readonly isPath?: true;
}

type ArmFieldTable = { readonly [Name in ArmFieldName]: ArmField<NonNullable<ArmFields[Name]>> };

const version = textThat(isVersion, 'a version like 1.12.1 is needed');
const cpuList = textThat(isCpuList, 'a CPU list like 2-5,8 is needed');

/** Every field of an arm: how its text is read, and where it goes. The interface is `ArmFields`, the config's `armSchema`. */
export const armFields: ArmFieldTable = {
  firecracker: { part: 'run', read: anyText },
  jailer: { part: 'run', read: anyText, isPath: true },
  firecrackerVersion: { part: 'run', read: version },
  launch: { part: 'run', read: oneOf(launchModes) },
  cpus: { part: 'run', read: cpuList },
  kernel: { part: 'spec', read: anyText, isPath: true },
  initrd: { part: 'spec', read: anyText, isPath: true },
  bootArgs: { part: 'spec', read: anyText },
  'bootArgs+': { part: 'spec', read: anyText },
  vcpus: { part: 'spec', read: wholeNumber(1) },
  memMib: { part: 'spec', read: wholeNumber(1) },
  smt: { part: 'spec', read: trueOrFalse },
  trackDirtyPages: { part: 'spec', read: trueOrFalse },
  hugePages: { part: 'spec', read: oneOf(['2M']) },
  cpuTemplate: { part: 'spec', read: anyText },
  metadataFile: { part: 'spec', read: anyText, isPath: true },
  serialOutName: { part: 'spec', read: anyText },
  logLevel: { part: 'jail', read: oneOf(logLevels) },
  firecrackerArguments: { part: 'jail', read: words },
  parentCgroup: { part: 'jail', read: anyText },
};

function isArmField(name: string): name is ArmFieldName {
  return Object.hasOwn(armFields, name);
}

/**
 * Reads one field of an arm.
 * @param where names the arm in the error: "--arm candidate"
 * @throws BenchError `USAGE` for a name that is no field, with the one that was probably meant, and for a value that the field
 *   does not take
 */
export function readArmField(name: string, text: string, where: string): ArmFields {
  if (isArmField(name)) return { [name]: armFields[name].read(text, `${name} of ${where}`) };
  const names = Object.keys(armFields);
  const near = suggest(name, names);
  const hint = near === undefined ? `Its fields are ${names.join(', ')}` : `Did you mean "${near}"?`;
  throw new BenchError('USAGE', `Cannot use ${where}: an arm has no field "${name}"`, { hint });
}

/** The fields with their relative paths resolved. A release for `firecracker` is no path. */
export function resolveArmPaths(fields: ArmFields, resolve: (path: string) => string): ArmFields {
  const paths = Object.entries(fields).flatMap(([name, value]: readonly [string, unknown]) =>
    typeof value === 'string' && isPathOf(name, value) ? [[name, resolve(value)] as const] : [],
  );
  return { ...fields, ...Object.fromEntries(paths) };
}

function isPathOf(name: string, value: string): boolean {
  if (name === 'firecracker') return !isVersion(value);
  return isArmField(name) && armFields[name].isPath === true;
}

/** Those of the fields that change one part. */
export function armFieldsOf(fields: ArmFields, part: ArmPart): ArmFields {
  return Object.fromEntries(
    Object.entries(fields).filter(([name]) => isArmField(name) && armFields[name].part === part),
  );
}
