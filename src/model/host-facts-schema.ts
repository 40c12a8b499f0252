import type { HostFacts } from './host-facts.ts';
import { schemaOf, z } from './schema.ts';

const count = z.int().nonnegative();

/** `host.identity` of `manifest.json`. */
export const hostIdentitySchema: z.ZodType<HostFacts['identity']> = schemaOf<HostFacts['identity']>()(
  z.object({
    hostname: z.string(),
    architecture: z.string(),
    cpuModel: z.string(),
    cpuCount: count,
    threadsPerCore: count.exactOptional(),
    numaNodes: count,
    microcode: z.string().exactOptional(),
    memTotalMib: z.number(),
    kernel: z.string(),
    kernelCommandLine: z.string(),
    distribution: z.string().exactOptional(),
    virtualization: z.string().exactOptional(),
    kvmModules: z.array(z.string()),
    mitigations: z.record(z.string(), z.string()),
  }),
);

/** `host` of `manifest.json`. */
export const hostFactsSchema: z.ZodType<HostFacts> = schemaOf<HostFacts>()(
  z.object({
    identity: hostIdentitySchema,
    settings: z.object({
      governors: z.array(z.string()),
      turbo: z.enum(['on', 'off']).exactOptional(),
      smt: z.string().exactOptional(),
      transparentHugePages: z.string().exactOptional(),
      kernelSamepageMerging: z.string().exactOptional(),
      swapTotalMib: z.number(),
      isolatedCpus: z.string(),
      clocksource: z.string().exactOptional(),
      cgroup: z.string(),
      jailFilesystem: z.string(),
    }),
    observed: z.object({
      loadAverage1m: z.number(),
      memAvailableMib: z.number(),
      uptimeS: z.number(),
    }),
  }),
);
