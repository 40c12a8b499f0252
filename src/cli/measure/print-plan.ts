import { formatCpuList } from '../../host/cpu-list.ts';
import { settingsRecord } from '../../harness/settings.ts';
import type { PlannedPlacement } from '../../model/placement.ts';
import type { CliContext } from '../context.ts';
import { formatSettings } from '../print-settings.ts';
import { terminalLine } from '../terminal-text.ts';
import type { PlannedRun } from './plan-run.ts';

/** The plan as one document: what `run --dry-run --json` prints. */
export function planDocument(planned: PlannedRun): Readonly<Record<string, unknown>> {
  const { plan, settings, budget } = planned;
  return {
    plan,
    settings: settingsRecord(settings),
    measuredCpus: budget.measuredCpus,
    harnessCpus: budget.harnessCpus,
  };
}

/** The plan for people: settings, cases with their CPUs, and the order of the trials. */
export function formatPlan(planned: PlannedRun, context: Pick<CliContext, 'colors'>): string {
  const { plan, budget } = planned;
  const { bold } = context.colors.stdout;
  const trialCount = plan.blocks.reduce((sum, { trials }) => sum + trials.length, 0);
  const cases = plan.cases.map(({ id, placement }) => `  ${terminalLine(id)}  ${formatPlacement(placement)}`);
  const order = plan.blocks.map(({ index, caseId, isWarmup, trials }) => {
    const arms = trials.map(({ armId }) => armId).join(' ');
    return `  block ${index}  ${terminalLine(caseId)}  ${terminalLine(arms)}${isWarmup ? '  (warm-up)' : ''}`;
  });
  const findings = plan.findings.map(({ severity, message }) => `  ${severity}: ${terminalLine(message)}`);
  return [
    bold('Settings'),
    formatSettings(planned.settings, context),
    '',
    `${bold('Cases')}  microVMs on CPUs ${formatCpuList(budget.measuredCpus)}, harness on ${formatCpuList(budget.harnessCpus)}`,
    ...cases,
    '',
    `${bold('Order')}  ${trialCount} trials in ${plan.blocks.length} blocks from seed ${plan.seed}`,
    ...order,
    ...(findings.length === 0 ? [] : ['', bold('Findings'), ...findings]),
  ].join('\n');
}

function formatPlacement({ policy, vmm, api, vcpus }: PlannedPlacement): string {
  const vcpuLists = vcpus.map(formatCpuList).join(' ');
  return `${policy}: vcpus ${vcpuLists}, vmm ${formatCpuList(vmm)}, api ${formatCpuList(api)}`;
}
