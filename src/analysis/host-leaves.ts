/** Every single fact of a record of facts by its path, "host.identity.kernel", as text; a list is one fact. */
export function leavesOf(facts: Readonly<Record<string, unknown>>): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(facts).flatMap(([name, value]): readonly (readonly [string, string])[] =>
      isRecord(value)
        ? [...leavesOf(value)].map(([path, text]) => [`${name}.${path}`, text] as const)
        : [[name, textOf(value)]],
    ),
  );
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function textOf(value: unknown): string {
  if (value === undefined) return 'not told';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
