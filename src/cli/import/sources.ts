import type { ImportSource } from './import-source.ts';
import { criterion } from './sources/criterion.ts';
import { csv } from './sources/csv.ts';
import { firecrackerMetrics } from './sources/firecracker-metrics.ts';
import { hyperfine } from './sources/hyperfine.ts';

/** All that can be imported from, in the order of the help. A new source is a new file and a line here. */
export const importSources: readonly ImportSource[] = [hyperfine, criterion, firecrackerMetrics, csv];
