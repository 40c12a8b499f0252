import { existsSync, readFileSync } from 'node:fs';
import { extname, join, resolve } from 'node:path';
import { BenchError, errorMessage } from '../base/errors.ts';
import { checkConfig, type BenchConfig } from '../harness/define-config.ts';
import type { CliHost } from './context.ts';

/** A configuration and the file that it is from; without a file it is empty. */
export interface LoadedConfig {
  readonly config: BenchConfig;
  readonly path?: string;
}

const configFileNames: readonly string[] = ['ts', 'mts', 'mjs', 'js', 'json'].map(
  (extension) => `microvm-bench.config.${extension}`,
);

function discoverConfig(cwd: string): string | undefined {
  const [found, other] = configFileNames.map((name) => join(cwd, name)).filter((path) => existsSync(path));
  if (found === undefined || other === undefined) return found;
  throw new BenchError(
    'CONFIG_INVALID',
    `Cannot choose a configuration: both "${found}" and "${other}" exist`,
    {
      hint: 'Remove one of them or name the other with --config',
    },
  );
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (thrown) {
    throw new BenchError(
      'CONFIG_INVALID',
      `Cannot read the configuration "${path}": ${errorMessage(thrown)}`,
      {
        cause: thrown,
      },
    );
  }
}

async function readModule(path: string, host: Pick<CliHost, 'env'>): Promise<unknown> {
  const { createModuleLoader } = await import('./load-module.ts');
  const loader = await createModuleLoader(host.env);
  const purpose = {
    what: 'the configuration',
    failed: 'CONFIG_INVALID',
    incomplete: 'CONFIG_INVALID',
  } as const;
  return loader.loadDefault(path, purpose);
}

/**
 * Reads the configuration: the given file, or MICROVM_BENCH_CONFIG, or the one in the working directory. No folder
 * above is searched and nothing is merged, so that a run has one file to be repeated from.
 * @throws BenchError `CONFIG_INVALID`
 */
export async function loadConfig(
  host: Pick<CliHost, 'cwd' | 'env'>,
  configFile: string | undefined,
): Promise<LoadedConfig> {
  const fromEnvironment = host.env['MICROVM_BENCH_CONFIG'] ?? '';
  const named = configFile ?? (fromEnvironment === '' ? undefined : fromEnvironment);
  const path = named === undefined ? discoverConfig(host.cwd) : resolve(host.cwd, named);
  if (path === undefined) return { config: {} };
  if (!existsSync(path)) {
    throw new BenchError('CONFIG_INVALID', `Cannot read the configuration "${path}": there is no such file`);
  }
  const value = extname(path) === '.json' ? readJson(path) : await readModule(path, host);
  return { config: checkConfig(value, { path }), path };
}
