import type { Finding } from '../../model/finding.ts';
import { sourceName } from '../../model/imported-run.ts';
import type { RunRecords } from '../run-facts.ts';
import { countOf } from '../wording.ts';

/** Samples that another tool has measured: what is not known of them cannot be looked at, so that no other rule vouches for it. */
export function imported({ manifest }: Pick<RunRecords, 'manifest'>): readonly Finding[] {
  const { imported: source } = manifest;
  if (source === undefined) return [];
  const { files, remarks, missing } = source;
  const from = `Imported from ${sourceName(source)}, ${countOf(files.length, 'file')}`;
  return [
    {
      rule: 'imported',
      severity: 'warning',
      message: [`${from}; nothing tells ${missing.join(', ')}`, ...remarks].join('; '),
      advice:
        'Take these numbers for what the source says of them: placement, host and disturbances were not checked',
    },
  ];
}
