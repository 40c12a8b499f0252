import { formatDurationMs } from '../../base/units.ts';
import type { CaseSpread, PlannedPrecision } from '../../analysis/plan-precision.ts';
import type { Decidability } from '../../harness/decidability.ts';
import { formatP, formatSize } from '../../model/format-effect.ts';
import { fitCell, formatTextTable } from '../../report/markdown.ts';
import type { CliContext } from '../context.ts';

/** What a case of a plan would take and show. */
export interface CaseForecast {
  readonly caseId: string;
  /** Of several arms. */
  readonly decidability?: Decidability;
  /** Absent where no earlier run tells it. */
  readonly spread?: CaseSpread;
  readonly precision: readonly PlannedPrecision[];
  /** Blocks for the wanted effect; absent where none was asked for or no number is enough. */
  readonly neededBlocks?: number;
}

export interface Forecast {
  /** Of the whole plan, warm-ups too. */
  readonly minutes?: number;
  readonly effect?: number;
  /** The run that tells the spread. */
  readonly from?: string;
  readonly cases: readonly CaseForecast[];
}

const unknown = 'unknown; give --from or --pilot N';

/** The forecast for people: minutes, what can be decided, and which change how many blocks would show. */
export function formatForecast(forecast: Forecast, context: Pick<CliContext, 'colors'>): string {
  const { bold } = context.colors.stdout;
  const { minutes, from, cases } = forecast;
  const time =
    minutes === undefined ? unknown : `${formatDurationMs(minutes * 60_000)}, by run ${from ?? ''}`;
  const undecided = cases.flatMap((each) => undecidedText(each));
  const comparing = cases.filter(({ decidability }) => decidability !== undefined);
  return [
    `${bold('Time')}  ${time}`,
    ...(comparing.length === 0 ? [] : ['', bold('Least p'), decisionTable(comparing)]),
    ...undecided,
    '',
    `${bold('Changes that are found with 80 %')}  by blocks a case of two trials an arm`,
    cases.every(({ spread }) => spread === undefined) ? `  ${unknown}` : precisionTable(cases),
    ...neededTexts(forecast),
  ].join('\n');
}

function undecidedText({ caseId, decidability }: CaseForecast): readonly string[] {
  if (decidability === undefined || decidability.smallestP <= decidability.neededP) return [];
  const { smallestP, neededP } = decidability;
  return [
    `error: ${fitCell(caseId)} can show no change, whatever is measured: its least p is ${formatP(smallestP)}, and ${formatP(neededP)} is needed; plan more trials`,
  ];
}

function decisionTable(cases: readonly CaseForecast[]): string {
  return formatTextTable({
    header: ['case', 'least p', 'needed'],
    rows: cases.map(({ caseId, decidability }) => [
      fitCell(caseId),
      formatP(decidability?.smallestP ?? 1),
      formatP(decidability?.neededP ?? 0),
    ]),
    align: ['l', 'r', 'r'],
  });
}

function precisionTable(cases: readonly CaseForecast[]): string {
  const rows = cases.flatMap(({ caseId, spread, precision }) =>
    spread === undefined
      ? [[fitCell(caseId), '', '', 'not in that run, or too few blocks']]
      : precision.map(({ blocks, minutes, detectable }) => [
          fitCell(caseId),
          String(blocks),
          formatDurationMs(minutes * 60_000),
          formatSize(detectable, { scale: spread.scale, unit: spread.metric.unit }),
        ]),
  );
  const header = ['case', 'blocks', 'time', 'change'];
  return formatTextTable({ header, rows, align: ['l', 'r', 'r', 'r'] });
}

function neededTexts({ effect, cases }: Forecast): readonly string[] {
  if (effect === undefined) return [];
  const size = `${Number((100 * effect).toFixed(3))} %`;
  return [
    '',
    ...cases.map(({ caseId, spread, neededBlocks }) => {
      const what = `${fitCell(caseId)}: a change of ${size}`;
      if (spread === undefined)
        return `${what} needs an ${unknown.replace('unknown; ', 'unknown number of blocks; ')}`;
      return neededBlocks === undefined
        ? `${what} is not beyond the margin, and found in half of all runs at most`
        : `${what} needs ${neededBlocks} blocks, ${2 * neededBlocks} trials an arm`;
    }),
  ];
}
