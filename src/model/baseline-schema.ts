import { BenchError } from '../base/errors.ts';
import { baselineFormatVersion, isBaselineName, type Baseline } from './baseline.ts';
import { jsonSchemaOf, parseStrict, schemaOf, z } from './schema.ts';

const baselineSchema: z.ZodType<Baseline> = schemaOf<Baseline>()(
  z.object({
    format: z.string().regex(/^1\.\d+$/, 'this version reads 1.x'),
    name: z.string().refine(isBaselineName, 'no name of a baseline'),
    history: z
      .array(
        z.object({
          digest: z.string().regex(/^[0-9a-f]{64}$/, '64 lower-case hexadecimal digits are needed'),
          runId: z.string(),
          pinnedAt: z.iso.datetime(),
          reason: z.string(),
          by: z.string().exactOptional(),
        }),
      )
      .min(1, 'it names no run'),
  }),
);

/**
 * Parses the content of `<baselines>/<name>.json`.
 * @param path names the file in errors
 * @throws BenchError `RUN_MALFORMED`
 */
export function parseBaseline(text: string, path: string): Baseline {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (thrown) {
    const seen = thrown instanceof Error ? thrown.message : String(thrown);
    throw new BenchError('RUN_MALFORMED', `Cannot read the baseline "${path}": ${seen}`, { cause: thrown });
  }
  return parseStrict(baselineSchema, value, { what: `the baseline "${path}"`, code: 'RUN_MALFORMED' });
}

/** JSON Schema of `<baselines>/<name>.json`; published as `schema/baseline.schema.json`. */
export function baselineJsonSchema(): Readonly<Record<string, unknown>> {
  return {
    title: 'A baseline of microvm-bench',
    description: `Which run a name stands for, and which ones it stood for. Format ${baselineFormatVersion}.`,
    ...jsonSchemaOf(baselineSchema),
  };
}
