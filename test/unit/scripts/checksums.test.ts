import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { parseChecksums, sha256OfFile } from '../../../scripts/setup/checksums.mjs';

const digestA = 'a'.repeat(64);
const digestB = 'b'.repeat(64);

describe('parseChecksums()', () => {
  it('finds the digest of the named file among several', () => {
    expect(parseChecksums(`${digestA}  other.tgz\n${digestB}  firecracker.tgz\n`, 'firecracker.tgz')).toBe(
      digestB,
    );
  });

  it.each([
    { form: 'binary mode', text: `${digestA} *firecracker.tgz\n` },
    { form: 'a folder before the name', text: `${digestA}  ./release/firecracker.tgz\n` },
    { form: 'no line break at the end', text: `${digestA}  firecracker.tgz` },
    { form: 'carriage returns', text: `${digestA}  firecracker.tgz\r\n` },
    { form: 'upper case', text: `${digestA.toUpperCase()}  firecracker.tgz\n` },
  ])('accepts $form', ({ text }) => {
    expect(parseChecksums(text, 'firecracker.tgz')).toBe(digestA);
  });

  it.each([
    { flaw: 'another file', text: `${digestA}  firecracker.tgz.sig\n` },
    { flaw: 'a name that only ends alike', text: `${digestA}  my-firecracker.tgz\n` },
    { flaw: 'a digest that is too short', text: `${'a'.repeat(63)}  firecracker.tgz\n` },
    { flaw: 'a page instead of a list', text: '<html>not found</html>' },
    { flaw: 'nothing', text: '' },
  ])('refuses $flaw', ({ text }) => {
    expect(() => parseChecksums(text, 'firecracker.tgz')).toThrow('no sha256 of firecracker.tgz in');
  });
});

describe('sha256OfFile()', () => {
  const folder = mkdtempSync(join(tmpdir(), 'checksums-'));
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  it('knows the digest of "abc" (FIPS 180-2, appendix B.1)', () => {
    const path = join(folder, 'abc');
    writeFileSync(path, 'abc');
    expect(sha256OfFile(path)).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  });

  it('refuses a symbolic link', () => {
    const link = join(folder, 'link');
    symlinkSync('/bin/sh', link);
    expect(() => sha256OfFile(link)).toThrow('is not a regular file');
  });
});
