import { chmodSync, mkdirSync, readdirSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openClaims, sweepClaims, type Claims } from '../../../../src/host/network/claims.ts';
import { makeTemporaryFolder, type TemporaryFolder } from '../../cli/temporary-folder.ts';

const living = { pid: 10, startTicks: 100 };
const other = { pid: 11, startTicks: 110 };
const dead = { pid: 12, startTicks: 120 };

function claimsOf(folder: TemporaryFolder, owner: typeof living): Claims {
  return openClaims({
    directory: join(folder.path, 'claims'),
    owner,
    isAlive: ({ pid }) => pid !== dead.pid,
  });
}

/** Every entry below the directory. */
function entries(folder: TemporaryFolder): readonly string[] {
  return readdirSync(join(folder.path, 'claims'), { recursive: true, encoding: 'utf8' }).sort();
}

describe('openClaims()', () => {
  it('makes a directory that its user alone may enter', () => {
    using folder = makeTemporaryFolder();
    claimsOf(folder, living);
    expect(statSync(join(folder.path, 'claims')).mode & 0o777).toBe(0o700);
  });

  it.each(['0755', '0770', '0777'])('refuses a directory of mode %s', (mode) => {
    using folder = makeTemporaryFolder();
    const directory = join(folder.path, 'claims');
    mkdirSync(directory);
    chmodSync(directory, parseInt(mode, 8));
    expect(() => claimsOf(folder, living)).toThrow(
      expect.objectContaining({
        code: 'FACILITY_MISSING',
        message: `Cannot keep claims in "${directory}": it belongs to user ${String(process.getuid?.())} with mode ${mode.slice(1)}`,
      }),
    );
  });

  it('does not follow a symbolic link', () => {
    using folder = makeTemporaryFolder();
    mkdirSync(join(folder.path, 'elsewhere'), { mode: 0o700 });
    symlinkSync('elsewhere', join(folder.path, 'claims'));
    expect(() => claimsOf(folder, living)).toThrow(expect.objectContaining({ code: 'FACILITY_MISSING' }));
  });

  it('tells why a directory cannot be made', () => {
    using folder = makeTemporaryFolder();
    folder.write('claims', '');
    expect(() => claimsOf(folder, living)).toThrow(expect.objectContaining({ code: 'FACILITY_MISSING' }));
  });

  it('removes claims and drafts of dead owners, and nothing else', () => {
    using folder = makeTemporaryFolder();
    claimsOf(folder, living).take('a');
    folder.write('claims/b/12-120', '');
    folder.write('claims/.draft-12-120-x/12-120', '');
    folder.write('claims/.draft-11-110-y/11-110', '');
    folder.write('claims/note', '');
    claimsOf(folder, other);
    expect(entries(folder)).toEqual(
      ['.draft-11-110-y', '.draft-11-110-y/11-110', 'a', 'a/10-100', 'note'].sort(),
    );
  });
});

describe('sweepClaims()', () => {
  const isAlive = ({ pid }: typeof living): boolean => pid !== dead.pid;

  it('removes and names claims of dead owners, and makes nothing', () => {
    using folder = makeTemporaryFolder();
    const directory = join(folder.path, 'claims');
    expect(sweepClaims({ directory, isAlive })).toEqual([]);
    expect(readdirSync(folder.path)).toEqual([]);
    claimsOf(folder, living).take('a');
    folder.write('claims/c/12-120', '');
    folder.write('claims/b/12-120', '');
    folder.write('claims/d/readme', '');
    folder.write('claims/.draft-12-120-x/12-120', '');
    expect(sweepClaims({ directory, isAlive })).toEqual([{ name: 'b' }, { name: 'c' }]);
    expect(entries(folder)).toEqual(['a', 'a/10-100', 'd', 'd/readme']);
  });

  it('leaves a directory alone that others may write to', () => {
    using folder = makeTemporaryFolder();
    const directory = join(folder.path, 'claims');
    folder.write('claims/b/12-120', '');
    chmodSync(directory, 0o777);
    expect(sweepClaims({ directory, isAlive })).toEqual([]);
    expect(entries(folder)).toEqual(['b', 'b/12-120']);
  });

  it('tells what could not be removed', () => {
    using folder = makeTemporaryFolder();
    const directory = join(folder.path, 'claims');
    claimsOf(folder, living);
    // A folder with the name of an owner: nothing that an unlink can remove.
    folder.write('claims/b/12-120/file', '');
    expect(sweepClaims({ directory, isAlive })).toEqual([
      { name: 'b', failure: expect.stringMatching(/^E\w+: /) as string },
    ]);
  });
});

describe('Claims', () => {
  it('take() refuses what somebody alive has, also this owner itself', () => {
    using folder = makeTemporaryFolder();
    expect(claimsOf(folder, living).take('a')).toBe(true);
    expect(claimsOf(folder, other).take('a')).toBe(false);
    expect(claimsOf(folder, living).take('a')).toBe(false);
    expect(entries(folder)).toEqual(['a', 'a/10-100']);
  });

  it('take() takes over from an owner that has died since', () => {
    using folder = makeTemporaryFolder();
    const claims = claimsOf(folder, living);
    folder.write('claims/a/12-120', '');
    expect(claims.take('a')).toBe(true);
    expect(entries(folder)).toEqual(['a', 'a/10-100']);
  });

  it('take() takes an empty directory, as a releaser that was killed leaves it', () => {
    using folder = makeTemporaryFolder();
    const claims = claimsOf(folder, living);
    mkdirSync(join(folder.path, 'claims', 'a'));
    expect(claims.take('a')).toBe(true);
  });

  it('take() leaves what it does not understand', () => {
    using folder = makeTemporaryFolder();
    const claims = claimsOf(folder, living);
    folder.write('claims/a/readme', '');
    expect(claims.take('a')).toBe(false);
    expect(entries(folder)).toEqual(['a', 'a/readme']);
  });

  it('release() leaves nothing', () => {
    using folder = makeTemporaryFolder();
    const claims = claimsOf(folder, living);
    claims.take('a');
    claims.release('a');
    expect(entries(folder)).toEqual([]);
  });

  it("release() leaves another owner's claim", () => {
    using folder = makeTemporaryFolder();
    claimsOf(folder, living).take('a');
    claimsOf(folder, other).release('a');
    expect(entries(folder)).toEqual(['a', 'a/10-100']);
  });
});
