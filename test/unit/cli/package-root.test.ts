import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { locatePackage } from '../../../src/cli/package-root.ts';

describe('locatePackage()', () => {
  it('finds our package.json and, from the sources, the benchmarks in TypeScript', () => {
    const { root, version, benchmarks } = locatePackage();
    expect(readFileSync(join(root, 'package.json'), 'utf8')).toContain(`"version": "${version}"`);
    expect(benchmarks).toBe(join(root, 'benchmarks'));
    expect(readdirSync(benchmarks)).toContain('boot-time.ts');
  });
});
