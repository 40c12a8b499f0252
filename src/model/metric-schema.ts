import type { MetricDefinition } from './metric.ts';
import { schemaOf, z } from './schema.ts';

/** Schema of a metric's definition, wherever a file holds one. */
export const metricSchema: z.ZodType<MetricDefinition> = schemaOf<MetricDefinition>()(
  z.object({
    id: z.string(),
    unit: z.enum(['us', 'ms', 'KiB', 'MiB', 'percent', 'count']),
    direction: z.enum(['lower-is-better', 'higher-is-better', 'neither']),
    kind: z.enum(['time', 'memory', 'share', 'count']),
    description: z.string(),
    mayBeAbsent: z.literal(true).exactOptional(),
  }),
);
