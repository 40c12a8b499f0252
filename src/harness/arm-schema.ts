import type { ArmFields } from '../model/arm.ts';
import { schemaOf, z } from '../model/schema.ts';
import { launchModes, logLevels } from '../model/vm-spec.ts';
import { armIdRule, armIdNeeded, isCpuList, isVersion, mostArms } from './setting-rules.ts';

const text = z.string().min(1, 'it is empty');
const count = z.number().int('a whole number is needed').min(1, 'at least 1 is needed');

const fieldsSchema: z.ZodType<ArmFields> = schemaOf<ArmFields>()(
  z.strictObject({
    firecracker: text.exactOptional(),
    jailer: text.exactOptional(),
    firecrackerVersion: z.string().refine(isVersion, 'a version like "1.12.1" is needed').exactOptional(),
    launch: z.enum(launchModes).exactOptional(),
    cpus: z.string().refine(isCpuList, 'a list like "2-5,8" is needed').exactOptional(),
    kernel: text.exactOptional(),
    initrd: text.exactOptional(),
    bootArgs: text.exactOptional(),
    'bootArgs+': text.exactOptional(),
    vcpus: count.exactOptional(),
    memMib: count.exactOptional(),
    smt: z.boolean().exactOptional(),
    trackDirtyPages: z.boolean().exactOptional(),
    hugePages: z.literal('2M').exactOptional(),
    cpuTemplate: text.exactOptional(),
    metadataFile: text.exactOptional(),
    serialOutName: text.exactOptional(),
    logLevel: z.enum(logLevels).exactOptional(),
    firecrackerArguments: z.array(text).min(1).exactOptional(),
    parentCgroup: text.exactOptional(),
  }),
);

/** `arms` of the configuration file: the fields of each, by its name, in the order of the file. */
export const armsSchema: z.ZodType<Readonly<Record<string, ArmFields>>> = z
  .record(z.string().regex(armIdRule, armIdNeeded), fieldsSchema)
  .refine((arms) => Object.keys(arms).length > 0, 'at least one arm is needed')
  .refine((arms) => Object.keys(arms).length <= mostArms, `there may be at most ${String(mostArms)} arms`);
