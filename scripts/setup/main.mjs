import { fileURLToPath } from 'node:url';
import { describeMissing, missingBuildTools, missingForTrials } from './checks.mjs';
import { exitStatus, failureDocument, SetupFailure } from './failure.mjs';
import { firecrackerCacheFolder } from './firecracker-cache.mjs';
import { obtainFirecracker } from './obtain-firecracker.mjs';
import { parseOptions, usage } from './options.mjs';
import { buildNative, compileTypeScript, installPackages } from './steps.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Runs the set-up. What it says goes to standard error; standard output is for the document of `--json`.
 * @param {readonly string[]} args
 * @returns {Promise<number>} the exit status
 */
export async function main(args) {
  try {
    const options = parseOptions(args, process.env);
    if (options.help) {
      process.stdout.write(usage);
      return exitStatus.ok;
    }
    const installation = await setUp(options);
    if (options.json) printDocument(installation);
    return exitStatus.ok;
  } catch (thrown) {
    // Also for options that cannot be read.
    if (args.includes('--json')) printDocument(failureDocument(thrown));
    if (!(thrown instanceof SetupFailure)) throw thrown;
    thrown.lines.forEach(say);
    return thrown.status;
  }
}

/** @param {import('./options.mjs').Options} options */
async function setUp(options) {
  const { XDG_CACHE_HOME, MICROVM_BENCH_RELEASE_URL } = process.env;
  if (!options.firecrackerOnly) {
    checkMachine(options);
    installPackages(root, say);
    buildNative(root, say);
  }
  const installation = await obtainFirecracker(
    {
      version: options.version,
      cache: firecrackerCacheFolder(XDG_CACHE_HOME),
      given: options.given,
      mayDownload: options.mayDownload,
      mirror: MICROVM_BENCH_RELEASE_URL,
    },
    say,
  );
  if (!options.firecrackerOnly) compileTypeScript(root, say);
  return installation;
}

/** @param {import('./options.mjs').Options} options */
function checkMachine({ requireHost }) {
  const { PATH: searchPath = '' } = process.env;
  const missingTools = missingBuildTools(searchPath);
  const missingHost = missingForTrials();
  const fatal = requireHost ? [...missingTools, ...missingHost] : missingTools;
  if (fatal.length > 0) throw new SetupFailure(exitStatus.missingFacility, fatal.map(describeMissing));
  for (const missing of missingHost)
    say(`warning: ${describeMissing(missing)} (trials and host tests cannot run)`);
}

/** @param {unknown} document */
function printDocument(document) {
  process.stdout.write(`${JSON.stringify(document, undefined, 2)}\n`);
}

/** @param {string} line */
function say(line) {
  process.stderr.write(`setup: ${line}\n`);
}
