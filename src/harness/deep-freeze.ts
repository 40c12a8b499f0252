function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

/** Freezes plain objects and arrays all the way down and returns the same value; functions stay as they are. */
export function deepFreeze<T>(value: T): T {
  if (!isContainer(value) || Object.isFrozen(value)) return value;
  Object.freeze(value);
  for (const inner of Object.values(value)) deepFreeze(inner);
  return value;
}
