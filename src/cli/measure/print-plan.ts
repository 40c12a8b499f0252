import { formatCpuList } from '../../host/cpu-list.ts';
import { settingsRecord } from '../../harness/settings.ts';
import { formatArmDifferences } from '../../model/arm.ts';
import type { PlannedPlacement } from '../../model/placement.ts';
import type { Case, Plan } from '../../model/plan.ts';
import { stoppingText } from '../../model/stopping.ts';
import { ruleText } from '../../model/validity.ts';
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
  const cases = plan.cases.flatMap(formatCase);
  const comparison = formatComparison(plan);
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
    ...(comparison === undefined ? [] : ['', bold('Arms'), `  ${terminalLine(comparison)}`]),
    '',
    `${bold('Order')}  ${trialCount} trials in ${plan.blocks.length} blocks from seed ${plan.seed}`,
    ...order,
    '',
    ...formatEnd(plan, bold),
    ...(findings.length === 0 ? [] : ['', bold('Findings'), ...findings]),
  ].join('\n');
}

/** When the run ends and which blocks do not count. */
function formatEnd({ stopping, validity }: Plan, bold: (text: string) => string): readonly string[] {
  if (stopping === undefined || validity === undefined) return [];
  const { rules, mostInvalidBlocks, replaces } = validity;
  const then = replaces ? 'are repeated at the end' : 'are left out';
  return [
    `${bold('End')}  ${stoppingText(stopping)}`,
    `${bold('Valid blocks')}  others ${then}, up to ${mostInvalidBlocks}`,
    ...rules.map((rule) => `  ${ruleText(rule)}`),
  ];
}

/** What the arms of a plan differ in, as one sentence; undefined where there is one arm. */
export function formatComparison({ arms, armDifferences }: Plan): string | undefined {
  if (armDifferences === undefined) return undefined;
  const ids = arms.map(({ id }) => id);
  return formatArmDifferences(ids, armDifferences);
}

function formatCase({ id, placement, armPlacements = {} }: Case): readonly string[] {
  const apart = Object.entries(armPlacements).map(
    ([armId, own]) => `  ${terminalLine(id)}  ${terminalLine(armId)}: ${formatPlacement(own)}`,
  );
  const ofAll = placement === undefined ? 'placement not told' : formatPlacement(placement);
  return [`  ${terminalLine(id)}  ${ofAll}`, ...apart];
}

function formatPlacement({ policy, vmm, api, vcpus }: PlannedPlacement): string {
  const vcpuLists = vcpus.map(formatCpuList).join(' ');
  return `${policy}: vcpus ${vcpuLists}, vmm ${formatCpuList(vmm)}, api ${formatCpuList(api)}`;
}
