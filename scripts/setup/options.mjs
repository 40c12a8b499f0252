import { parseArgs } from 'node:util';
import { exitStatus, reasonOf, SetupFailure } from './failure.mjs';

/** The version that the documents' numbers were taken with. */
const defaultVersion = '1.12.1';

export const usage = `usage: node scripts/setup.mjs [options]

Prepares everything that a trial needs and leaves alone what is in place: npm packages, native/, Firecracker and its
jailer, the compiled tool.

  --require-host        fail, not only warn, when this is not root or has no /dev/kvm
  --firecracker-only    only Firecracker and its jailer
  --version X.Y.Z       which Firecracker (default ${defaultVersion})
  --firecracker PATH    use this binary; nothing is downloaded (or MICROVM_BENCH_FIRECRACKER)
  --jailer PATH         its jailer; the two go together (or MICROVM_BENCH_JAILER)
  --no-download         Firecracker from the cache or the given paths only
  --json                print the installation, or the failure, as one JSON document on standard output
  --help

environment: XDG_CACHE_HOME (default ~/.cache) holds microvm-bench/firecracker/<version>;
MICROVM_BENCH_RELEASE_URL is a mirror of Firecracker's release folder
exit status: 0 done, 1 a step failed, 64 wrong usage, 69 something is missing
`;

/**
 * @typedef {object} Options
 * @property {boolean} requireHost
 * @property {boolean} firecrackerOnly
 * @property {string} version
 * @property {{ readonly firecracker: string, readonly jailer: string } | undefined} given paths of the user's own
 *   binaries, which replace the download
 * @property {boolean} mayDownload
 * @property {boolean} json
 * @property {boolean} help
 */

/**
 * @param {readonly string[]} args
 * @param {Readonly<Record<string, string | undefined>>} env
 * @returns {Options}
 */
export function parseOptions(args, env) {
  const flags = parseFlags(args);
  const { MICROVM_BENCH_FIRECRACKER: firecracker, MICROVM_BENCH_JAILER: jailer } = env;
  return {
    requireHost: flags['require-host'] ?? false,
    firecrackerOnly: flags['firecracker-only'] ?? false,
    version: parseVersion(flags.version ?? defaultVersion),
    given: parseGiven(flags.firecracker ?? nonEmpty(firecracker), flags.jailer ?? nonEmpty(jailer)),
    mayDownload: !(flags['no-download'] ?? false),
    json: flags.json ?? false,
    help: flags.help ?? false,
  };
}

/**
 * The version names a folder and a part of a URL: nothing but three numbers may pass.
 * @param {string} text
 */
export function parseVersion(text) {
  if (/^\d{1,4}\.\d{1,4}\.\d{1,4}$/.test(text)) return text;
  throw usageFailure(
    `Cannot use version ${JSON.stringify(text)}: three numbers are needed, like ${defaultVersion}`,
  );
}

/**
 * @param {string | undefined} firecracker
 * @param {string | undefined} jailer
 */
function parseGiven(firecracker, jailer) {
  if (firecracker === undefined && jailer === undefined) return undefined;
  if (firecracker !== undefined && jailer !== undefined) return { firecracker, jailer };
  const [present, absent] = jailer === undefined ? ['firecracker', 'jailer'] : ['jailer', 'firecracker'];
  throw usageFailure(
    `Cannot use the given ${present} alone: the ${absent} of the same version is needed too`,
  );
}

/** @param {readonly string[]} args */
function parseFlags(args) {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        'require-host': { type: 'boolean' },
        'firecracker-only': { type: 'boolean' },
        version: { type: 'string' },
        firecracker: { type: 'string' },
        jailer: { type: 'string' },
        'no-download': { type: 'boolean' },
        json: { type: 'boolean' },
        help: { type: 'boolean' },
      },
    });
    return values;
  } catch (thrown) {
    throw usageFailure(reasonOf(thrown));
  }
}

/** @param {string | undefined} text */
function nonEmpty(text) {
  return text === '' ? undefined : text;
}

/** @param {string} line */
function usageFailure(line) {
  const hint = 'node scripts/setup.mjs --help lists the options';
  return new SetupFailure(exitStatus.usage, [line, hint], { message: line, hint });
}
