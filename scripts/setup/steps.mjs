// The steps that concern the source tree. Each does nothing when its product is newer than what it is made of.
import { mkdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { exitStatus, SetupFailure } from './failure.mjs';
import { runTool, ToolFailure } from './run-tool.mjs';
import { isStale, modifiedMs, newestModifiedMs } from './staleness.mjs';

/** @typedef {(line: string) => void} Report prints one line about something that was done */

/**
 * Installs the npm packages by the lock file, unless npm's own record of what it installed is newer.
 * @param {string} root of the source tree
 * @param {Report} report
 */
export function installPackages(root, report) {
  const installedMs = modifiedMs(join(root, 'node_modules', '.package-lock.json'));
  if (!isStale(installedMs, modifiedMs(join(root, 'package-lock.json')))) return;
  // Under NODE_ENV=production npm would leave out the compiler and the test runner.
  const args = ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'];
  runStep({ action: 'install the npm packages', done: 'npm ci' }, report, () => {
    runTool('npm', args, { cwd: root });
  });
}

/**
 * Builds native/ when `make` says that something is to be done.
 * @param {string} root
 * @param {Report} report
 */
export function buildNative(root, report) {
  const native = ['-C', join(root, 'native')];
  if (isUpToDate(native)) return;
  runStep({ action: 'build native/', done: 'built native/' }, report, () => {
    runTool('make', [...native, '--silent']);
  });
}

/**
 * Compiles src/ and benchmarks/ into an empty dist/, so that the output of a removed source does not stay behind.
 * @param {string} root
 * @param {Report} report
 */
export function compileTypeScript(root, report) {
  const dist = join(root, 'dist');
  const stamp = join(dist, '.compiled');
  const sources = ['src', 'benchmarks', 'tsconfig.json', 'tsconfig.build.json'].map((name) =>
    join(root, name),
  );
  if (!isStale(modifiedMs(stamp), newestModifiedMs(sources))) return;
  // The stamp bears the time before the compilation: what is saved while the compiler runs makes it stale again.
  const start = new Date();
  runStep({ action: 'compile TypeScript', done: 'compiled TypeScript' }, report, () => {
    rmSync(dist, { recursive: true, force: true });
    const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
    runTool(process.execPath, [compiler, '-p', 'tsconfig.build.json'], { cwd: root });
    mkdirSync(dist, { recursive: true });
    writeFileSync(stamp, '');
    utimesSync(stamp, start, start);
  });
}

/** @param {readonly string[]} makeArgs */
function isUpToDate(makeArgs) {
  try {
    runTool('make', [...makeArgs, '--question', '--silent']);
    return true;
  } catch (thrown) {
    if (thrown instanceof ToolFailure) return false; // a real failure of make shows in the build that follows
    throw thrown;
  }
}

/**
 * @param {{ readonly action: string, readonly done: string }} text for a failure and for the report
 * @param {Report} report
 * @param {() => void} step
 */
function runStep({ action, done }, report, step) {
  const startMs = performance.now();
  try {
    step();
  } catch (thrown) {
    if (!(thrown instanceof ToolFailure)) throw thrown;
    const output = thrown.output === '' ? [] : thrown.output.split('\n');
    const message = `Cannot ${action}: ${thrown.end}`;
    const causes = thrown.output === '' ? [] : [thrown.output];
    throw new SetupFailure(exitStatus.internal, [...output, message], { message, causes });
  }
  report(`${done} (${((performance.now() - startMs) / 1000).toFixed(1)} s)`);
}
