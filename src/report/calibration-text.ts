import { formatDurationMs } from '../base/units.ts';
import type {
  Calibration,
  CanaryOutcome,
  CurvePoint,
  FalseAlarms,
  MetricFalseAlarms,
  SeenShare,
} from '../model/calibration.ts';
import { formatChange, formatSize } from '../model/format-effect.ts';
import { fitCell, formatTextTable } from './markdown.ts';

/** A calibration as Markdown that also reads well in a terminal. */
export function formatCalibration(calibration: Calibration): string {
  const { runId, plan, falseAlarms, curve, canaries } = calibration;
  const sections = [
    `**Calibration of ${fitCell(runId)}**`,
    `False alarms: ${fitCell(plan.againArm)} against ${fitCell(plan.baseArm)}, which is the same arm, in ` +
      `comparisons of ${plan.blocks} blocks; α ${plan.alpha}`,
    gatedText(calibration),
    alarmTable(calibration),
    falseAlarms.gated.comparisons === 0 ? 'No window of a gated metric could be compared.' : '',
    curve.length === 0 ? '' : 'Detectable change with 80 %, by the number of blocks',
    curve.length === 0 ? '' : curveTable(curve),
    canaries.length === 0
      ? 'No canaries'
      : `Canaries: arms with a slowdown that is built in; margin ${percent(plan.canaryMargin)}`,
    canaries.length === 0 ? '' : canaryTable(canaries),
    ...canaries.flatMap(unpromised),
  ];
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`;
}

/** Empty where the headlines are gated, by the default margins. */
function gatedText({ plan: { gated = [] } }: Calibration): string {
  const rules = gated.map(({ pattern, cases, margin }) => {
    const where = cases === '*' ? '' : ` in ${fitCell(cases)}`;
    return `${fitCell(pattern)}${where} by ${fitCell(margin)}`;
  });
  return rules.length === 0 ? '' : `Gated, as the configuration has it: ${rules.join('; ')}`;
}

function alarmTable({ falseAlarms }: Calibration): string {
  const { gated, all, metrics } = falseAlarms;
  return formatTextTable({
    header: [
      'metric',
      'comparisons',
      'p below α',
      'called a change',
      'standard error',
      'by intervals',
      'detectable',
    ],
    align: ['l', 'r', 'r', 'r', 'r', 'r', 'r'],
    rows: [
      alarmRow('gated, together', gated),
      ...metrics.map((metric) => [...alarmRow(nameOf(metric), metric).slice(0, 4), ...spreadCells(metric)]),
      alarmRow('all, together', all),
    ],
  });
}

function nameOf({ metricId, isGated }: MetricFalseAlarms): string {
  return isGated ? `${fitCell(metricId)} (gated)` : fitCell(metricId);
}

function alarmRow(name: string, { comparisons, significant, called }: FalseAlarms): readonly string[] {
  return [name, String(comparisons), shareText(significant), shareText(called), '', '', ''];
}

function spreadCells(metric: MetricFalseAlarms): readonly string[] {
  const { scale, unit, standardError, intervalStandardError, detectable } = metric;
  const size = (additive: number | undefined): string =>
    additive === undefined ? '' : formatSize(scale === 'ratio' ? 1 + additive : additive, { scale, unit });
  return [
    size(standardError),
    size(intervalStandardError),
    detectable === undefined ? '' : formatSize(detectable, { scale, unit }),
  ];
}

function curveTable(curve: readonly CurvePoint[]): string {
  return formatTextTable({
    header: ['metric', 'blocks', 'trials an arm', 'detectable', 'time a case'],
    align: ['l', 'r', 'r', 'r', 'r'],
    rows: curve.map(({ metricId, blocks, detectable, minutes }) => [
      fitCell(metricId),
      String(blocks),
      String(2 * blocks),
      ratioSize(detectable),
      formatDurationMs(minutes * 60_000),
    ]),
  });
}

function canaryTable(canaries: readonly CanaryOutcome[]): string {
  return formatTextTable({
    header: [
      'canary',
      'delay',
      'blocks',
      'comparisons',
      'detected',
      'built in',
      'estimated',
      'detectable as planned',
      'detectable as seen',
      'blocks needed as seen',
    ],
    align: ['l', 'r', 'r', 'r', 'r', 'r', 'r', 'r', 'r', 'r'],
    rows: canaries.map((canary) => [
      percent(canary.size),
      String(canary.delayLoops),
      `${canary.blocks}${canary.isPromised ? '' : ' (too few)'}`,
      String(canary.comparisons),
      shareText(canary.detected),
      changeText(canary.builtInRatio),
      changeText(canary.estimatedRatio),
      ratioSize(canary.detectable),
      canary.observedDetectable === undefined ? '' : ratioSize(canary.observedDetectable),
      canary.neededBlocks === undefined ? '' : String(canary.neededBlocks),
    ]),
  });
}

/** What was not promised must not be read as a miss. */
function unpromised({ size, blocks, detectable, isPromised }: CanaryOutcome): readonly string[] {
  if (isPromised) return [];
  return [
    `A change of ${percent(size)} was not promised: ${blocks} blocks, the most that were allowed, show ` +
      `${ratioSize(detectable)} with 80 % by the pilot's spread.`,
  ];
}

/** "2 of 40: 5 % (0.6 to 16.9 %)". */
function shareText({ hits, count, interval }: SeenShare): string {
  if (count === 0) return '';
  const share = `${hits} of ${count}: ${percent(hits / count)}`;
  if (interval === undefined) return share;
  return `${share} (${digits(100 * interval.lower)} to ${percent(interval.upper)})`;
}

function percent(share: number): string {
  return `${digits(100 * share)} %`;
}

function digits(value: number): string {
  return String(Number(value.toFixed(1)));
}

function ratioSize(ratio: number): string {
  return formatSize(ratio, { scale: 'ratio', unit: 'us' });
}

function changeText(ratio: number | undefined): string {
  return ratio === undefined ? '' : formatChange(ratio, { scale: 'ratio', unit: 'us' });
}
