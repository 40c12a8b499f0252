import { isTimelineMetricId } from '../../src/model/phase-metrics.ts';
import { aReportRun } from '../unit/report/a-report-run.ts';
import type { RunFiles } from './open-page.ts';

/** Keys whose values are taken from a list or have a form, so that no run folder with other ones is read. */
const formedKeys: ReadonlySet<string> = new Set([
  'confinement',
  'direction',
  'endedAt',
  'format',
  'kind',
  'launch',
  'name',
  'policy',
  'severity',
  'source',
  'startedAt',
  'status',
  'turbo',
  'unit',
]);

/** Keys of objects whose own keys are names out of the run. */
const namedKeys: ReadonlySet<string> = new Set(['mitigations', 'point', 'samples', 'settings', 'versions']);

/** The folder of a run of two arms, with failures, in which every text and every name ends with the given one. */
export function aHostilePage(text: string): RunFiles {
  const { manifest, trials } = aReportRun({ vcpus: [1], memMib: [128], arms: ['a', 'b'], trialCount: 12 });
  const poison = (value: unknown): string =>
    JSON.stringify(value, (key, inner: unknown) => {
      if (typeof inner === 'string')
        return formedKeys.has(key) || isTimelineMetricId(inner) ? inner : inner + text;
      const isNamed =
        namedKeys.has(key) && typeof inner === 'object' && inner !== null && !('governors' in inner);
      return isNamed
        ? Object.fromEntries(Object.entries(inner).map(([name, one]) => [name + text, one]))
        : inner;
    });
  return {
    'manifest.json': poison(manifest),
    'samples.ndjson': trials.map((trial) => `${poison(trial)}\n`).join(''),
  };
}
