import { z } from 'zod';
import { BenchError, type ErrorCode } from '../base/errors.ts';
import { keysAt } from './json-schema-keys.ts';
import { suggest } from './suggest.ts';

export { z };

/** What a parsed value is, for the error when it is not. */
export interface ParseOptions {
  /** Object of the sentence "Cannot read …": "the manifest of run X". */
  readonly what: string;
  readonly code: ErrorCode;
  readonly hint?: string;
}

type DeepReadonly<T> = T extends readonly (infer Element)[]
  ? readonly DeepReadonly<Element>[]
  : T extends object
    ? { readonly [Key in keyof T]: DeepReadonly<T[Key]> }
    : T;

/** With every optional property required, so that a property that only one side has is seen. */
type AllKeys<T> = T extends readonly (infer Element)[]
  ? readonly AllKeys<Element>[]
  : T extends object
    ? { readonly [Key in keyof T]-?: AllKeys<T[Key]> }
    : T;

type Agreeing<Interface, Inferred> = [
  DeepReadonly<Interface>,
  AllKeys<Interface>,
  AllKeys<Inferred>,
] extends [DeepReadonly<Inferred>, AllKeys<Inferred>, AllKeys<Interface>]
  ? unknown
  : never;

/**
 * Ties a schema to an interface: does not compile unless both have the same properties and each accepts what the
 * other does, `readonly` aside. Write `schemaOf<Plan>()(z.object({ … }))`.
 */
export function schemaOf<T>(): <Schema extends z.ZodType<T>>(
  schema: Schema & Agreeing<T, z.infer<Schema>>,
) => z.ZodType<T> {
  return (schema) => schema;
}

/**
 * The value as the schema's type. Unknown keys are refused where the schema is strict, else left out.
 * @throws BenchError of the given code that names the path of every problem; for an unknown key, the known one that
 * was probably meant
 */
export function parseStrict<T>(schema: z.ZodType<T>, value: unknown, options: ParseOptions): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const problems = result.error.issues.flatMap((issue) => describeIssue(issue, schema));
  const text = `Cannot read ${options.what}: ${problems.join('; ')}`;
  throw new BenchError(options.code, text, options.hint === undefined ? {} : { hint: options.hint });
}

/** JSON Schema (2020-12) of what the schema takes in, for editors and for readers in other languages. */
export function jsonSchemaOf(schema: z.ZodType): Readonly<Record<string, unknown>> {
  return z.toJSONSchema(schema, { io: 'input' });
}

function describeIssue(issue: z.core.$ZodIssue, schema: z.ZodType): readonly string[] {
  if (issue.code !== 'unrecognized_keys') return [`${formatPath(issue.path)} ${describeMismatch(issue)}`];
  // The type of a value that JSON Schema cannot express does not matter for its keys.
  const known = keysAt(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }), issue.path);
  return issue.keys.map((key) => {
    const meant = suggest(key, known);
    const advice = meant === undefined ? '' : ` (did you mean "${meant}"?)`;
    return `${formatPath([...issue.path, key])} is not known${advice}`;
  });
}

function describeMismatch(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    const forms = issue.errors.map((form) => form.map(describeInner).join(' and '));
    return `fits no form: ${[...new Set(forms)].join(', or ')}`;
  }
  if (issue.code === 'invalid_key') return `is wrong: ${issue.issues.map(plainMessage).join(' and ')}`;
  if (issue.code === 'invalid_type' && issue.message.endsWith('received undefined')) {
    return `is missing (expected ${issue.expected})`;
  }
  return `is wrong: ${plainMessage(issue)}`;
}

function describeInner(issue: z.core.$ZodIssue): string {
  return issue.path.length === 0 ? plainMessage(issue) : `${formatPath(issue.path)} ${plainMessage(issue)}`;
}

/** The library's text as part of a sentence. */
function plainMessage(issue: z.core.$ZodIssue): string {
  const text = issue.message.replace(/^Invalid input: /, '');
  return text.charAt(0).toLowerCase() + text.slice(1);
}

/** `plan.cases[0].id`, quoted. */
function formatPath(path: readonly PropertyKey[]): string {
  if (path.length === 0) return 'the whole value';
  const text = path
    .map((step) => (typeof step === 'number' ? `[${String(step)}]` : `.${String(step)}`))
    .join('');
  return `"${text.replace(/^\./, '')}"`;
}
