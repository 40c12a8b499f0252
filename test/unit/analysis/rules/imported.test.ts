import { describe, expect, it } from 'vitest';
import { drift } from '../../../../src/analysis/rules/drift.ts';
import { imported } from '../../../../src/analysis/rules/imported.ts';
import type { ImportedRun } from '../../../../src/model/imported-run.ts';
import { aManifest, aPlan, blocksOf, someTrials } from '../../builders.ts';
import { factsOf } from '../run-facts.ts';

const origin: ImportedRun = {
  source: 'hyperfine',
  toolVersion: '1.19.0',
  files: [{ name: 'a.json', sha256: 'ab' }],
  isOrdered: true,
  hasBlocks: false,
  remarks: ['a remark'],
  missing: ['the host', 'blocks'],
};

describe('imported()', () => {
  it('names the source and what it does not tell', () => {
    expect(imported({ manifest: aManifest({ imported: origin }) })).toMatchObject([
      {
        rule: 'imported',
        severity: 'warning',
        message: 'Imported from hyperfine 1.19.0, 1 file; nothing tells the host, blocks; a remark',
      },
    ]);
  });

  it('says nothing of what was measured', () => {
    expect(imported({ manifest: aManifest() })).toEqual([]);
  });
});

describe('drift() of an imported run', () => {
  it.each([
    [true, 1],
    [false, 0],
  ])('with an order that is told: %s', (isOrdered, count) => {
    const trials = someTrials(Array.from({ length: 40 }, (_, index) => 60_000 + 500 * index));
    const manifest = aManifest({
      plan: aPlan({ blocks: blocksOf(trials) }),
      imported: { ...origin, isOrdered },
    });
    expect(drift(factsOf(trials, { manifest }))).toHaveLength(count);
  });
});
