import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { join } from 'node:path';
import { childEnvironment } from '../color.ts';
import type { CliContext } from '../context.ts';
import { locatePackage } from '../package-root.ts';

/** How `setup` was called. */
export interface SetupOptions {
  readonly version?: string;
  readonly isJson: boolean;
}

/** The command line of the package's own set-up script, for Firecracker alone. */
export function setupArguments(options: SetupOptions, packageRoot: string): readonly string[] {
  const version = options.version === undefined ? [] : ['--version', options.version];
  const json = options.isJson ? ['--json'] : [];
  return [join(packageRoot, 'scripts', 'setup.mjs'), '--firecracker-only', ...version, ...json];
}

/** Runs the set-up script on this terminal; its exit status is ours. */
export function setupCommandAction(options: SetupOptions, context: CliContext): Promise<number> {
  const child = spawn(process.execPath, setupArguments(options, locatePackage().root), {
    stdio: 'inherit',
    cwd: context.cwd,
    env: childEnvironment(context.env),
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (status, signal) => {
      resolve(signal === null ? (status ?? 1) : 128 + constants.signals[signal]);
    });
  });
}
