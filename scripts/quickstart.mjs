// The project's main job in one command: set up, then boot microVMs and report. `--suite boot`, the default, runs boot-time with
// 20 trials a case; `--suite full` runs every benchmark with 10. All other arguments are handed on to `microvm-bench run`,
// where a repeated option overrides the default given here.
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { fileURLToPath } from 'node:url';
import { takeSuite } from './quickstart/suite.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

const chosen = takeSuite(process.argv.slice(2));
if (chosen.kind === 'unknown') {
  process.stderr.write(`Cannot run the suite "${chosen.name}": there are ${chosen.known.join(' and ')}\n`);
  process.exitCode = 64;
} else {
  const setupStatus = await runNode([`${root}scripts/setup.mjs`, '--require-host']);
  process.exitCode =
    setupStatus === 0
      ? await runNode([`${root}dist/src/cli/main.js`, 'run', ...chosen.runArguments])
      : setupStatus;
}

/**
 * Runs Node on this terminal. Signals are the child's to handle, since it has microVMs to end: the terminal sends it
 * INT itself, TERM is passed on, and this process waits.
 * @param {readonly string[]} args
 * @returns {Promise<number>} the exit status, 128 + signal for a signal
 */
function runNode(args) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { stdio: 'inherit' });
    const passOn = () => child.kill('SIGTERM');
    const leaveToChild = () => undefined;
    process.on('SIGTERM', passOn).on('SIGINT', leaveToChild);
    child.on('error', reject);
    child.on('exit', (status, signal) => {
      process.off('SIGTERM', passOn).off('SIGINT', leaveToChild);
      resolve(signal === null ? (status ?? 1) : 128 + constants.signals[signal]);
    });
  });
}
