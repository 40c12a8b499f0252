/** What a gate lets pass: `gate` of the configuration, and the record of it in `verdict.json`. */
import { parseMarginText } from './margin-text.ts';
import { parseLimitText } from './limit-text.ts';
import { schemaOf, z } from './schema.ts';

/** Whether a bad verdict stops the build, is told, or is only kept. */
export const gateModes = ['block', 'warn', 'track'] as const;
export type GateMode = (typeof gateModes)[number];

/** How the metrics that match a pattern are judged against the base. */
export interface MetricRule {
  /** "3%", "50us", or "3% & 50us": both must be exceeded. */
  readonly margin: string;
  /** Only in cases that match this pattern. Default: all. */
  readonly cases?: string;
  /** Default: block. */
  readonly mode?: GateMode;
}

/** A bound of the candidate alone. */
export interface LimitRule {
  /** "boot.guest p95 <= 125ms". */
  readonly limit: string;
  readonly cases?: string;
  readonly mode?: GateMode;
}

/** A known regression that does not stop the build for a while. */
export interface Waiver {
  /** Pattern of metric ids. */
  readonly metric: string;
  readonly cases?: string;
  readonly reason: string;
  readonly owner: string;
  /** The first day on which it no longer holds, as "2026-12-31": runs that began before it are let pass. */
  readonly until: string;
}

/** `gate` of the configuration file. */
export interface GateConfig {
  /** Chance of a false alarm in the whole gated family. Default: 0.05. */
  readonly alpha?: number;
  /** By pattern of metric ids; the pattern with the most literal characters wins. Default: each benchmark's headline. */
  readonly metrics?: Readonly<Record<string, MetricRule | string>>;
  readonly limits?: readonly (LimitRule | string)[];
  readonly waivers?: readonly Waiver[];
  /** Default: pass. */
  readonly inconclusive?: 'pass' | 'fail';
  /** Default: fail. */
  readonly invalid?: 'pass' | 'fail';
}

const pattern = z.string().min(1, 'a pattern is needed');
const mode = z.enum(gateModes);
const margin = z
  .string()
  .refine((text) => parseMarginText(text) !== undefined, 'a margin like "3%" or "3% & 50us" is needed');
const limit = z
  .string()
  .refine((text) => parseLimitText(text) !== undefined, 'a limit like "boot.guest p95 <= 125ms" is needed');

/** Schema of `gate` in the configuration. */
export const gateConfigSchema: z.ZodType<GateConfig> = schemaOf<GateConfig>()(
  z.strictObject({
    alpha: z.number().gt(0, 'more than 0 is needed').lt(0.5, 'less than 0.5 is needed').exactOptional(),
    metrics: z
      .record(
        pattern,
        z.union([
          margin,
          z.strictObject({ margin, cases: pattern.exactOptional(), mode: mode.exactOptional() }),
        ]),
      )
      .exactOptional(),
    limits: z
      .array(
        z.union([
          limit,
          z.strictObject({ limit, cases: pattern.exactOptional(), mode: mode.exactOptional() }),
        ]),
      )
      .exactOptional(),
    waivers: z
      .array(
        z.strictObject({
          metric: pattern,
          cases: pattern.exactOptional(),
          reason: z.string().min(1, 'a reason is needed'),
          owner: z.string().min(1, 'an owner is needed'),
          until: z.iso.date('a day like "2026-12-31" is needed'),
        }),
      )
      .exactOptional(),
    inconclusive: z.enum(['pass', 'fail']).exactOptional(),
    invalid: z.enum(['pass', 'fail']).exactOptional(),
  }),
);
