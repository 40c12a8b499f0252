// The one set-up step of the project, behind `npm run setup`, `npm test` and `npm run quickstart`. It may be run at any
// time: what is in place is left alone. `node scripts/setup.mjs --help` says how it is called.
//
// What is imported here has to load on any Node, so that one that is too old is named and does not end in a syntax
// error; everything else waits for the check.
import { describeMissing, missingRuntime, readRuntime } from './setup/checks.mjs';

const missing = missingRuntime(readRuntime());
if (missing.length > 0) {
  const lines = missing.map(describeMissing);
  if (process.argv.includes('--json')) {
    const error = { code: 'FACILITY_MISSING', message: lines.join('\n'), causes: [] };
    process.stdout.write(`${JSON.stringify({ error, later: [] }, undefined, 2)}\n`);
  }
  process.stderr.write(lines.map((line) => `setup: ${line}\n`).join(''));
  process.exit(69);
}
const { main } = await import('./setup/main.mjs');
// Not by exitCode: an abandoned name look-up may hold the event loop for as long as the resolver likes.
process.exit(await main(process.argv.slice(2)));
