import type { PrepareOptions, RestoreOptions } from '../model/definition.ts';
import { parseStrict, schemaOf, z } from '../model/schema.ts';
import type { MemoryBackend, Snapshot, UffdPolicy } from '../model/snapshot.ts';
import type { SnapshotMerge } from '../model/vm-driver.ts';
import type { VmSpec } from '../model/vm-spec.ts';
import {
  guestNetworkSchema,
  jailSpecSchema,
  launchSchema,
  pathSchema,
  vmSpecSchema,
} from './vm-spec-schema.ts';

const flag = z.boolean();

/** Made by the harness, and checked where it is used. A definition may have added fields of its own. */
const snapshot = z.custom<Snapshot>(
  (value) => typeof value === 'object' && value !== null && 'vmstate' in value,
  'a snapshot is needed',
);

const ofAnyVm = {
  jail: jailSpecSchema.exactOptional(),
  traceGuestIo: flag.exactOptional(),
  console: z.enum(['output', 'interactive']).exactOptional(),
  log: z.enum(['file', 'fifo']).exactOptional(),
};

const prepareSchema = schemaOf<PrepareOptions>()(
  z.strictObject({
    ...ofAnyVm,
    spec: vmSpecSchema.exactOptional(),
    launch: launchSchema.exactOptional(),
    confinement: z.literal('affinity').exactOptional(),
    guestNetwork: guestNetworkSchema.exactOptional(),
    isBeside: flag.exactOptional(),
  }),
);

const uffdPolicy: z.ZodType<UffdPolicy> = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('on-demand') }),
  z.strictObject({ kind: z.literal('all') }),
  z.strictObject({ kind: z.literal('prefetch'), workingSet: pathSchema }),
]);

const backend: z.ZodType<MemoryBackend> = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('file') }),
  z.strictObject({ kind: z.literal('uffd'), policy: uffdPolicy, record: pathSchema.exactOptional() }),
]);

const restoreSchema = schemaOf<RestoreOptions>()(
  z.strictObject({
    ...ofAnyVm,
    snapshot,
    backend,
    pageCache: z.enum(['warm', 'cold']).exactOptional(),
    trackDirtyPages: flag.exactOptional(),
    networkOverrides: z
      .array(z.strictObject({ ifaceId: z.string(), hostDevName: z.string() }))
      .exactOptional(),
  }),
);

const mergeSchema = schemaOf<SnapshotMerge>()(z.strictObject({ snapshot, folder: pathSchema }));

/**
 * What `vm` of a definition has returned, as a spec whose fields are known and of the right types.
 * @throws BenchError `SPEC_INVALID` with the path of each field that is not, and the one that was probably meant
 */
export function checkSpec(value: unknown, caseId: string): VmSpec {
  return check(vmSpecSchema, value, `the microVM of ${caseId}`);
}

/** @throws BenchError `SPEC_INVALID`, as `checkSpec` */
export function checkPrepareOptions(value: unknown, caseId: string): PrepareOptions {
  return check(prepareSchema, value, `what ${caseId} gives to prepareVm`);
}

/** @throws BenchError `SPEC_INVALID`, as `checkSpec` */
export function checkRestoreOptions(value: unknown, caseId: string): RestoreOptions {
  return check(restoreSchema, value, `what ${caseId} gives to prepareRestore`);
}

/** @throws BenchError `SPEC_INVALID`, as `checkSpec` */
export function checkMerge(value: unknown, caseId: string): SnapshotMerge {
  return check(mergeSchema, value, `what ${caseId} gives to mergeSnapshot`);
}

/** A schema's first use takes a millisecond, the later ones some 20 µs: this is for before any clock. */
export function warmVmInputChecks(): void {
  checkPrepareOptions({ jail: {}, guestNetwork: {} }, '');
  for (const schema of [restoreSchema, mergeSchema])
    schema.safeParse({ jail: {}, backend: { kind: 'file' } });
}

function check<T>(schema: z.ZodType<T>, value: unknown, what: string): T {
  return parseStrict(schema, withoutUndefined(value), { what, code: 'SPEC_INVALID' });
}

/** JavaScript writes `hugePages: isHuge ? '2M' : undefined` for a field that is not there. */
function withoutUndefined(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutUndefined);
  if (!isPlainObject(value)) return value;
  const given = Object.entries(value).filter(([, field]: readonly [string, unknown]) => field !== undefined);
  return Object.fromEntries(given.map(([name, field]) => [name, withoutUndefined(field)]));
}

function isPlainObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
