import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readCampaign } from '../../src/analysis/read-campaign.ts';
import { invoke } from './cli/invoke.ts';

const example = fileURLToPath(new URL('../../results/example', import.meta.url));
const records = /^(?:campaign\.json|runs\/.*)$/;

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
}

describe('results/example', () => {
  it('is what its records are computed to, byte for byte', async () => {
    const output = mkdtempSync(join(tmpdir(), 'microvm-bench-example-'));
    try {
      const { status, stderr } = await invoke(['report', example, '--output', output]);
      expect([status, stderr.includes('error ')]).toEqual([0, false]);
      const published = filesBelow(example).filter((path) => !records.test(path));
      expect(filesBelow(output)).toEqual(published);
      // After a change of the report: npx microvm-bench report results/example
      const differing = published.filter(
        (path) => !readFileSync(join(output, path)).equals(readFileSync(join(example, path))),
      );
      expect(differing).toEqual([]);
    } finally {
      rmSync(output, { recursive: true });
    }
  });

  it('holds the records whose digests it names, and says on which kind of host they were measured', () => {
    const { runs, title } = readCampaign(example);
    expect(runs).toHaveLength(3);
    expect(title).toContain("shows the report, not Firecracker's speed");
  });
});
