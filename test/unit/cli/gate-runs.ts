import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseRunManifest } from '../../../src/model/run-schema.ts';
import type { RunManifest } from '../../../src/model/run.ts';
import type { TemporaryFolder } from './temporary-folder.ts';

const fixtures = fileURLToPath(new URL('../../../fixtures/gate', import.meta.url));

/** A copy of one of the runs for the self-test as `results/<name>`, with its manifest changed. */
export function writeGateRun(
  folder: TemporaryFolder,
  source: 'regression' | 'a-a',
  options: { readonly name: string; readonly change?: (manifest: RunManifest) => RunManifest },
): string {
  const { name, change = (manifest: RunManifest) => manifest } = options;
  const run = join(folder.path, 'results', name);
  cpSync(join(fixtures, source), run, { recursive: true });
  const path = join(run, 'manifest.json');
  const manifest = parseRunManifest(JSON.parse(readFileSync(path, 'utf8')), 'it');
  writeFileSync(path, JSON.stringify(change({ ...manifest, runId: name })));
  return run;
}

/** A file of JSON. */
export function readJson(path: string): unknown {
  const value: unknown = JSON.parse(readFileSync(path, 'utf8'));
  return value;
}
