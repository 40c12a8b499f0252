/** Makes a function that computes the value of a key when it is first asked for, and keeps it. */
export function remember<Value>(): (key: string, compute: () => Value) => Value {
  const known = new Map<string, Value>();
  return (key, compute) => {
    const value = known.get(key) ?? compute();
    known.set(key, value);
    return value;
  };
}
