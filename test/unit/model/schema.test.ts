import { describe, expect, it } from 'vitest';
import { parseStrict, schemaOf, z } from '../../../src/model/schema.ts';

interface Sample {
  readonly name: 'x' | 'y';
  readonly count?: number;
  readonly list: readonly { readonly q: number }[];
}

const list = z.array(z.object({ q: z.number() }));

const schema = z.strictObject({
  machine: z.strictObject({ memMib: z.number(), vcpus: z.int().optional() }),
  drives: z.array(z.strictObject({ path: z.string() })),
  launch: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('plain') }),
    z.strictObject({ kind: z.literal('helper'), path: z.string() }),
  ]),
  size: z.union([z.string(), z.number()]),
  limits: z.record(z.string(), z.number()),
});

const good = {
  machine: { memMib: 128 },
  drives: [{ path: '/a' }],
  launch: { kind: 'plain' },
  size: '1GiB',
  limits: { cpu: 1 },
};

function problemsOf(value: unknown): string {
  try {
    parseStrict(schema, value, { what: 'the thing', code: 'CONFIG_INVALID' });
  } catch (thrown) {
    return String(thrown);
  }
  return 'none';
}

describe('parseStrict()', () => {
  it('gives the value', () => {
    expect(parseStrict(schema, good, { what: 'the thing', code: 'CONFIG_INVALID' })).toEqual(good);
  });

  it('carries the code and the hint', () => {
    const options = { what: 'the thing', code: 'CONFIG_INVALID', hint: 'Look it up' } as const;
    expect(() => parseStrict(schema, 3, options)).toThrow(
      expect.objectContaining({
        code: 'CONFIG_INVALID',
        hint: 'Look it up',
        message: 'Cannot read the thing: the whole value is wrong: expected object, received number',
      }),
    );
  });

  it.each([
    [
      'an unknown key and the known one beside it',
      { machine: { memMB: 1, memMib: 128 } },
      '"machine.memMB" is not known (did you mean "memMib"?)',
    ],
    ['an unknown key that is like no other', { banana: 1 }, '"banana" is not known'],
    [
      'an unknown key in a list',
      { drives: [{ path: '/a' }, { path: '/b', paht: '/b' }] },
      '"drives[1].paht" is not known (did you mean "path"?)',
    ],
    [
      'an unknown key in one form of several',
      { launch: { kind: 'helper', path: '/a', pathh: '' } },
      '"launch.pathh" is not known (did you mean "path"?)',
    ],
    ['a missing value', { drives: [{}] }, '"drives[0].path" is missing (expected string)'],
    [
      'a value of another kind',
      { machine: { memMib: '128' } },
      '"machine.memMib" is wrong: expected number, received string',
    ],
    ['null', { limits: { cpu: null } }, '"limits.cpu" is wrong: expected number, received null'],
    ['NaN', { limits: { cpu: NaN } }, '"limits.cpu" is wrong: expected number, received NaN'],
    [
      'a value that fits no form',
      { size: true },
      '"size" fits no form: expected string, received boolean, or expected number, received boolean',
    ],
    [
      'an unknown form',
      { launch: { kind: 'other' } },
      "\"launch.kind\" is wrong: invalid discriminator value. Expected 'plain' | 'helper'",
    ],
    [
      'several problems at once',
      { size: 1, machine: { memMib: 1.5, vcpus: 1.5 }, drives: 3 },
      '"machine.vcpus" is wrong: expected int, received number; "drives" is wrong: expected array, received number',
    ],
  ])('names %s', (_what, change, expected) => {
    expect(problemsOf({ ...good, ...change })).toBe(`BenchError: Cannot read the thing: ${expected}`);
  });
});

describe('schemaOf()', () => {
  it('takes the schema that agrees', () => {
    const agreeing = z.object({ name: z.enum(['x', 'y']), count: z.number().exactOptional(), list });
    expect(schemaOf<Sample>()(agreeing)).toBe(agreeing);
  });

  it('does not compile for a schema that differs', () => {
    const count = z.number().exactOptional();
    const name = z.enum(['x', 'y']);
    const tie = schemaOf<Sample>();
    // @ts-expect-error narrower value
    tie(z.object({ name: z.enum(['x']), count, list }));
    // @ts-expect-error wider value
    tie(z.object({ name: z.enum(['x', 'y', 'z']), count, list }));
    // @ts-expect-error property missing
    tie(z.object({ name, count }));
    // @ts-expect-error optional property missing
    tie(z.object({ name, list }));
    // @ts-expect-error optional property required
    tie(z.object({ name, count: z.number(), list }));
    // @ts-expect-error one property more
    tie(z.object({ name, count, list, more: z.number() }));
    // @ts-expect-error one optional property more
    tie(z.object({ name, count, list, more: z.number().exactOptional() }));
  });
});
