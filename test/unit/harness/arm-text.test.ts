import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BenchError } from '../../../src/base/errors.ts';
import { armFields } from '../../../src/harness/arm-fields.ts';
import { armsSchema } from '../../../src/harness/arm-schema.ts';
import { readArm } from '../../../src/harness/arm-text.ts';
import type { ArmFields } from '../../../src/model/arm.ts';

function complaintAbout(text: string): string {
  try {
    readArm(text, '--arm');
  } catch (thrown) {
    if (!(thrown instanceof BenchError)) throw thrown;
    expect(thrown.code).toBe('USAGE');
    return thrown.hint === undefined ? thrown.message : `${thrown.message}\n${thrown.hint}`;
  }
  throw new Error('the arm was accepted');
}

/** Each field as text, and what it is read as. */
const everyField: { readonly [Name in keyof Required<ArmFields>]: readonly [string, ArmFields[Name]] } = {
  firecracker: ['1.12.1', '1.12.1'],
  jailer: ['/opt/jailer', '/opt/jailer'],
  firecrackerVersion: ['1.12.1', '1.12.1'],
  launch: ['attached', 'attached'],
  cpus: ['"2-3,6"', '2-3,6'],
  kernel: ['/boot/vmlinux', '/boot/vmlinux'],
  initrd: ['/boot/initrd', '/boot/initrd'],
  bootArgs: ['"console=ttyS0 reboot=k"', 'console=ttyS0 reboot=k'],
  'bootArgs+': ['delay=1000', 'delay=1000'],
  vcpus: ['2', 2],
  memMib: ['512', 512],
  smt: ['true', true],
  trackDirtyPages: ['false', false],
  hugePages: ['2M', '2M'],
  cpuTemplate: ['T2', 'T2'],
  metadataFile: ['meta.json', 'meta.json'],
  serialOutName: ['serial', 'serial'],
  logLevel: ['Info', 'Info'],
  firecrackerArguments: ['--http-api-max-payload-size 100000', ['--http-api-max-payload-size', '100000']],
  parentCgroup: ['a/b', 'a/b'],
};

describe('readArm()', () => {
  it.each<[string, ArmFields]>([
    ['candidate', {}],
    ['candidate=', {}],
    ['candidate=,memMib=512', { memMib: 512 }],
    ['candidate=memMib=512', { memMib: 512 }],
    ['candidate=1.12.1', { firecracker: '1.12.1' }],
    ['candidate=/opt/fc,launch=attached', { firecracker: '/opt/fc', launch: 'attached' }],
    ['candidate="/opt/a, b"', { firecracker: '/opt/a, b' }],
    ['candidate=firecracker=/opt/a=b', { firecracker: '/opt/a=b' }],
    ['candidate=bootArgs+=delay=5,vcpus=2', { 'bootArgs+': 'delay=5', vcpus: 2 }],
    ['candidate=bootArgs="a=1,2 b",vcpus=2', { bootArgs: 'a=1,2 b', vcpus: 2 }],
  ])('reads %s', (text, fields) => {
    expect(readArm(text, '--arm')).toEqual({ id: 'candidate', fields });
  });

  it.each(Object.entries(everyField))('reads %s as the configuration does', (name, [text, value]) => {
    const fields = { [name]: value };
    expect(readArm(`a=${name}=${text}`, '--arm')).toEqual({ id: 'a', fields });
    expect(armsSchema.parse({ a: fields })).toEqual({ a: fields });
  });

  it('has a sample of every field in the table', () => {
    expect(Object.keys(armFields)).toEqual(Object.keys(everyField));
  });

  it('reads any words back that hold no quote', () => {
    const value = fc.string({ minLength: 1 }).filter((text) => !text.includes('"') && text.trim() === text);
    fc.assert(
      fc.property(value, (words) => {
        expect(readArm(`a=bootArgs="${words}",vcpus=1`, '--arm').fields).toEqual({
          bootArgs: words,
          vcpus: 1,
        });
      }),
    );
  });

  it.each<[string, string, string]>([
    [
      'a name with a space',
      'my arm=1.12.1',
      'Cannot use --arm "my arm=1.12.1": a name of at most 32 letters, digits, ".", "_" or "-" that begins with a letter is needed',
    ],
    [
      'no name',
      '=1.12.1',
      'Cannot use --arm "=1.12.1": a name of at most 32 letters, digits, ".", "_" or "-" that begins with a letter is needed',
    ],
    [
      'a mistyped field',
      'a=memMiB=512,memmib=1',
      'Cannot use --arm a: an arm has no field "memMiB"\nDid you mean "memMib"?',
    ],
    [
      'a field like no other',
      'a=x=1',
      `Cannot use --arm a: an arm has no field "x"\nIts fields are ${Object.keys(armFields).join(', ')}`,
    ],
    [
      'a field of every object',
      'a=toString=1',
      'Cannot use --arm a: an arm has no field "toString"\nIts fields are',
    ],
    [
      'memory in words',
      'a=memMib=much',
      'Cannot use memMib of --arm a "much": a whole number of at least 1 is needed',
    ],
    ['no vCPU', 'a=vcpus=0', 'Cannot use vcpus of --arm a "0": a whole number of at least 1 is needed'],
    ['a switch in words', 'a=smt=yes', 'Cannot use smt of --arm a "yes": one of true, false is needed'],
    [
      'a mistyped word',
      'a=launch=atached',
      'Cannot use launch of --arm a "atached": one of pid-namespace, clone-helper, daemonize, attached is needed\n' +
        'Did you mean "attached"?',
    ],
    ['an empty value', 'a=bootArgs=', 'Cannot use bootArgs of --arm a "": it is empty'],
    ['a field twice', 'a=vcpus=1,vcpus=2', 'Cannot use --arm a: vcpus is given twice'],
    [
      'a bare comma in a value',
      'a=cpus=2,3',
      'Cannot use --arm a: "3" is no field=value\nPut a value that holds a comma into double quotes, as cpus="2-3,6"',
    ],
    ['an open quote', 'a=cpus="2,3', 'Cannot use --arm a: a quote is not closed in cpus="2,3'],
  ])('refuses %s', (_, text, complaint) => {
    expect(complaintAbout(text)).toContain(complaint);
  });
});

describe('armsSchema', () => {
  it.each([
    ['no arm', {}],
    ['nine arms', Object.fromEntries(Array.from('abcdefghi', (id) => [id, {}]))],
    ['a name with a space', { 'a b': {} }],
    ['an unknown field', { a: { memory: 1 } }],
    ['a number as text', { a: { memMib: '512' } }],
  ])('refuses %s', (_, arms) => {
    expect(armsSchema.safeParse(arms).success).toBe(false);
  });
});
