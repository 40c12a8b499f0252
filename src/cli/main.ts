#!/usr/bin/env node
import { systemErrorCode } from '../base/errors.ts';
import { runCli } from './run-cli.ts';

// A reader that went away (`microvm-bench list | head -1`) is no failure, and must not end a run.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (thrown) => {
    if (systemErrorCode(thrown) !== 'EPIPE') throw thrown;
  });
}

const status = await runCli({
  argv: process.argv.slice(2),
  env: process.env,
  cwd: process.cwd(),
  stdout: process.stdout,
  stderr: process.stderr,
});

// A definition may have left a timer or a socket, which would keep the process alive for ever.
await Promise.all([process.stdout, process.stderr].map(flush));
process.exit(status);

function flush(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((done) => {
    stream.write('', () => {
      done();
    });
  });
}
