/**
 * The property names that a JSON Schema knows at a path into a value; of alternatives, those of all forms.
 * Reads the keywords that occur in schemas made by `jsonSchemaOf`: properties, additionalProperties, items and the
 * three unions; anything else counts as knowing nothing.
 */
export function keysAt(jsonSchema: unknown, path: readonly PropertyKey[]): readonly string[] {
  const forms = path.reduce<readonly unknown[]>(
    (nodes, step) => nodes.flatMap((node) => formsOf(childOf(node, step))),
    formsOf(jsonSchema),
  );
  return forms.flatMap((form) => {
    const properties = fieldOf(form, 'properties');
    return typeof properties === 'object' && properties !== null ? Object.keys(properties) : [];
  });
}

function childOf(node: unknown, step: PropertyKey): unknown {
  if (typeof step === 'number') return fieldOf(node, 'items');
  return fieldOf(fieldOf(node, 'properties'), step) ?? fieldOf(node, 'additionalProperties');
}

function formsOf(node: unknown): readonly unknown[] {
  const alternatives = ['anyOf', 'oneOf', 'allOf'].flatMap((keyword) => {
    const list = fieldOf(node, keyword);
    return Array.isArray(list) ? list.flatMap(formsOf) : [];
  });
  return [node, ...alternatives];
}

function fieldOf(node: unknown, name: PropertyKey): unknown {
  return typeof node === 'object' && node !== null ? Reflect.get(node, name) : undefined;
}
