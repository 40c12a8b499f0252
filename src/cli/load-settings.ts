import { randomInt } from 'node:crypto';
import { seedMax } from '../harness/setting-rules.ts';
import type { SettingFlags } from '../harness/setting-source.ts';
import { resolveSettings, type Settings } from '../harness/settings.ts';
import type { CliHost } from './context.ts';
import { loadConfig } from './load-config.ts';

/** Where the settings of a command come from, besides environment and working directory. */
export interface SettingOptions {
  readonly flags: SettingFlags;
  readonly configFile?: string;
}

/**
 * Reads the configuration and merges flags, environment, configuration and defaults; a seed that nobody gave is
 * drawn here.
 * @throws BenchError `CONFIG_INVALID`, `USAGE`
 */
export async function loadSettings(host: CliHost, options: SettingOptions): Promise<Settings> {
  const { config, path } = await loadConfig(host, options.configFile);
  return resolveSettings({
    flags: options.flags,
    env: host.env,
    config,
    ...(path !== undefined && { configPath: path }),
    cwd: host.cwd,
    randomSeed: randomInt(seedMax + 1),
  });
}
