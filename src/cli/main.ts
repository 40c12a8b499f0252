#!/usr/bin/env node
import { systemErrorCode } from '../base/errors.ts';
import { runCli } from './run-cli.ts';

// A reader that went away (`microvm-bench list | head -1`) is no failure, and must not end a run.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (thrown) => {
    if (systemErrorCode(thrown) !== 'EPIPE') throw thrown;
  });
}

process.exitCode = await runCli({
  argv: process.argv.slice(2),
  env: process.env,
  cwd: process.cwd(),
  stdout: process.stdout,
  stderr: process.stderr,
});
