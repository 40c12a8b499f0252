import { accessSync, constants, statSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { BenchError } from '../base/errors.ts';
import type { Environment } from './color.ts';

/** Names under which distributions and its makers install it. */
const names: readonly string[] = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'chrome-headless-shell',
];

/**
 * The path of an installed Chromium. Relative folders in PATH are passed over: this tool often runs as root.
 * @throws BenchError `FACILITY_MISSING`
 */
export function findChromium(env: Environment): string {
  const folders = (env['PATH'] ?? '').split(':').filter((folder) => isAbsolute(folder));
  const found = names
    .flatMap((name) => folders.map((folder) => join(folder, name)))
    .find((path) => isProgram(path));
  if (found !== undefined) return found;
  throw new BenchError('FACILITY_MISSING', 'Cannot print a PDF: no Chromium is in PATH', {
    hint: `Install one (as ${names.slice(0, 3).join(', ')}), or print report.html from any browser`,
  });
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    // Absent, or of no use to this user.
    return false;
  }
}
