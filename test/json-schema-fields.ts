import { z } from '../src/model/schema.ts';

/** A field without fields of its own. */
export interface SchemaField {
  /** "plan.cases[].id", "samples.*". */
  readonly path: string;
  /** It, or what holds it, may be absent. */
  readonly isOptional: boolean;
}

interface SchemaNode {
  readonly properties?: Readonly<Record<string, SchemaNode>> | undefined;
  readonly required?: readonly string[] | undefined;
  readonly additionalProperties?: SchemaNode | false | undefined;
  readonly items?: SchemaNode | undefined;
  readonly anyOf?: readonly SchemaNode[] | undefined;
  readonly oneOf?: readonly SchemaNode[] | undefined;
}

const nodeSchema: z.ZodType<SchemaNode> = z.lazy(() =>
  z.object({
    properties: z.record(z.string(), nodeSchema).optional(),
    required: z.array(z.string()).optional(),
    additionalProperties: z.union([z.literal(false), nodeSchema]).optional(),
    items: nodeSchema.optional(),
    anyOf: z.array(nodeSchema).optional(),
    oneOf: z.array(nodeSchema).optional(),
  }),
);

/** All leaves of a JSON Schema made by zod, in their order. A field that only some forms of a union have is optional. */
export function schemaFields(jsonSchema: unknown): readonly SchemaField[] {
  return fieldsOf(nodeSchema.parse(jsonSchema), { path: '', isOptional: false });
}

function fieldsOf(node: SchemaNode, place: SchemaField): readonly SchemaField[] {
  const forms = node.anyOf ?? node.oneOf;
  if (forms !== undefined) return joinForms(forms.map((form) => fieldsOf(form, place)));
  const { properties = {}, required = [], additionalProperties, items } = node;
  const { path, isOptional } = place;
  const inner = [
    ...Object.entries(properties).map(([name, child]) => {
      const childPath = path === '' ? name : `${path}.${name}`;
      return fieldsOf(child, { path: childPath, isOptional: isOptional || !required.includes(name) });
    }),
    ...(additionalProperties ? [fieldsOf(additionalProperties, { path: `${path}.*`, isOptional })] : []),
    ...(items?.properties === undefined ? [] : [fieldsOf(items, { path: `${path}[]`, isOptional })]),
  ].flat();
  return inner.length === 0 ? [place] : inner;
}

function joinForms(forms: readonly (readonly SchemaField[])[]): readonly SchemaField[] {
  const byPath = new Map<string, SchemaField[]>();
  for (const field of forms.flat()) byPath.set(field.path, [...(byPath.get(field.path) ?? []), field]);
  return [...byPath].map(([path, fields]) => ({
    path,
    isOptional: fields.length < forms.length || fields.some(({ isOptional }) => isOptional),
  }));
}
