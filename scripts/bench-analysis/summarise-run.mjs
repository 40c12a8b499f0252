/** Summarises the run folder that is given, as a process of its own. */
import { openRun } from '../../dist/src/analysis/read-run.js';
import { summarise } from '../../dist/src/analysis/summarise.js';

const { manifest, trials } = openRun(process.argv[2]);
const [first] = summarise(manifest, trials);
process.stdout.write(`${first.arms[0].metrics.length} metrics of ${first.arms[0].counts.ok} trials\n`);
