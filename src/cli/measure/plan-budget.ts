import { parseCpuList, readAllowedCpus, readOnlineCpus } from '../../host/cpu-list.ts';
import { readPermittedCpus } from '../../host/permitted-cpus.ts';
import type { Settings } from '../../harness/settings.ts';
import { planCpuBudget, type CpuBudget } from '../../pinning/cpu-budget.ts';

/** The CPUs of harness and microVMs, by the settings. */
export function planBudget({ cpus, harnessCpus }: Pick<Settings, 'cpus' | 'harnessCpus'>): CpuBudget {
  return divideCpus(cpus?.value, harnessCpus === undefined ? undefined : parseCpuList(harnessCpus.value));
}

/**
 * The CPUs of an arm that has a list of its own. The harness stays where it is for all arms.
 * @throws BenchError `USAGE` for a CPU of the harness; `CPU_UNAVAILABLE`
 */
export function planArmCpus(
  cpus: string | undefined,
  { measuredCpus, harnessCpus }: CpuBudget,
): readonly number[] {
  if (cpus === undefined) return measuredCpus;
  const isShared = harnessCpus.every((cpu) => measuredCpus.includes(cpu));
  return divideCpus(cpus, isShared ? undefined : harnessCpus).measuredCpus;
}

function divideCpus(cpus: string | undefined, harness: readonly number[] | undefined): CpuBudget {
  const permitted = readPermittedCpus();
  return planCpuBudget({
    online: readOnlineCpus(),
    allowed: readAllowedCpus('self'),
    ...(permitted === undefined ? {} : { permitted }),
    ...(cpus === undefined ? {} : { measured: parseCpuList(cpus) }),
    ...(harness === undefined ? {} : { harness }),
  });
}
