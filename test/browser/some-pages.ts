import { readFileSync } from 'node:fs';
import { aReportRun } from '../unit/report/a-report-run.ts';
import { runSmallFolder } from '../unit/run-small.ts';
import { aTwoArmRun, runFiles } from '../unit/two-arm-run.ts';
import type { RunFiles } from './open-page.ts';

/** A test's name for a page, and the run folder that it is made of. */
export type NamedPage = readonly [name: string, files: RunFiles];

const oneCase: NamedPage = [
  'one case',
  {
    'manifest.json': readFileSync(`${runSmallFolder}manifest.json`, 'utf8'),
    'samples.ndjson': readFileSync(`${runSmallFolder}samples.ndjson`, 'utf8'),
  },
];
const twoArms: NamedPage = ['two arms', runFiles(aTwoArmRun({ blockCount: 12, factor: 1.1, seed: 5 }))];
const casesAndArms: NamedPage = [
  'two cases of three arms',
  runFiles(
    aReportRun({ vcpus: [1, 2], memMib: [128], arms: ['base', 'candidate', 'third'], trialCount: 16 }),
  ),
];
const manyCases: NamedPage = [
  'eight cases, two trials failed',
  runFiles(aReportRun({ vcpus: [1, 2, 4, 8], trialCount: 6 })),
];

/** A page of every shape that there is, for what has to hold of each. */
export const everyPage: readonly NamedPage[] = [oneCase, twoArms, casesAndArms, manyCases];

/** Two pages that have all kinds of parts between them, for what takes long. */
export const twoPages: readonly NamedPage[] = [casesAndArms, manyCases];
