import { campaignFormatVersion, type Campaign } from './campaign.ts';
import { requireReadableFormat } from './format-version.ts';
import { hostIdentitySchema } from './host-facts-schema.ts';
import { findingSchema } from './plan-schema.ts';
import { jsonSchemaOf, parseStrict, schemaOf, z } from './schema.ts';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'not a SHA-256 digest in hexadecimal');

const campaignSchema: z.ZodType<Campaign> = schemaOf<Campaign>()(
  z.object({
    format: z.string(),
    title: z.string(),
    runs: z.array(
      z.object({
        path: z.string(),
        runId: z.string(),
        startedAt: z.iso.datetime().exactOptional(),
        manifestSha256: sha256,
        samplesSha256: sha256,
        host: hostIdentitySchema.exactOptional(),
      }),
    ),
    findings: z.array(findingSchema),
  }),
);

/**
 * Parses the content of `campaign.json`, as leniently as `parseRunManifest`.
 * @param what object of the sentence "Cannot read …"
 * @throws BenchError `RUN_MALFORMED`
 */
export function parseCampaign(value: unknown, what: string): Campaign {
  requireReadableFormat(value, { what, version: campaignFormatVersion });
  return parseStrict(campaignSchema, value, { what, code: 'RUN_MALFORMED' });
}

/** JSON Schema of `campaign.json`; published as `schema/campaign.schema.json`. */
export function campaignJsonSchema(): Readonly<Record<string, unknown>> {
  return {
    title: 'campaign.json of a microvm-bench campaign folder',
    description: `Runs that belong together, each whole in a folder of its own. Format ${campaignFormatVersion}.`,
    ...jsonSchemaOf(campaignSchema),
  };
}
