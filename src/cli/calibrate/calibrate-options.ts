import { BenchError } from '../../base/errors.ts';
import { wholeNumber } from '../../harness/setting-text.ts';
import { parseMarginText } from '../../model/margin-text.ts';
import { isOn, textOption, type CommandInput } from '../command-spec.ts';
import { settingOptions } from '../common-options.ts';
import type { SettingOptions } from '../load-settings.ts';

/** How `calibrate` was called. */
export interface CalibrateOptions extends SettingOptions {
  readonly ids: readonly string[];
  readonly isJson: boolean;
  readonly isQuiet: boolean;
  readonly hasProgress: boolean;
  /** A/A comparisons that are wanted at least. */
  readonly comparisons: number;
  /** Of one of them. */
  readonly blocks: number;
  /** Shares, 0.1 for 10 % slower; none where no canary is wanted. */
  readonly canaries: readonly number[];
  /** Comparisons of each canary that are wanted at least. */
  readonly repeats: number;
  /** That canaries are held to, as a share. */
  readonly margin: number;
  /** Of one canary comparison, at most. */
  readonly mostBlocks: number;
  /** A run folder to compute anew; nothing is measured then. */
  readonly from?: string;
}

/** @throws BenchError `USAGE` */
export function readCalibrateOptions(input: CommandInput): CalibrateOptions {
  const from = textOption(input, 'from');
  const margin = readShare(textOption(input, 'margin') ?? '1%', '--margin');
  return {
    ...settingOptions(input),
    ids: input.operands,
    isJson: isOn(input, 'json'),
    isQuiet: isOn(input, 'quiet'),
    hasProgress: isOn(input, 'progress'),
    comparisons: readCount(input, { name: 'comparisons', flag: '--comparisons', fallback: 40 }),
    blocks: readCount(input, { name: 'blocks', flag: '--blocks', fallback: 12 }),
    canaries: readCanaries(textOption(input, 'canary') ?? '3%,10%,30%', margin),
    repeats: readCount(input, { name: 'repeats', flag: '--repeats', fallback: 10 }),
    margin,
    mostBlocks: readCount(input, { name: 'maxBlocks', flag: '--max-blocks', fallback: 96 }),
    ...(from === undefined ? {} : { from }),
  };
}

interface CountOption {
  readonly name: string;
  readonly flag: string;
  readonly fallback: number;
}

function readCount(input: CommandInput, { name, flag, fallback }: CountOption): number {
  const text = textOption(input, name);
  return text === undefined ? fallback : wholeNumber(1, 100_000)(text, flag);
}

/** A canary of the margin itself is found in half of all comparisons, however many trials there are. */
function readCanaries(text: string, margin: number): readonly number[] {
  if (text === 'none') return [];
  const sizes = text.split(',').map((each) => readShare(each, '--canary'));
  const small = sizes.find((size) => size <= margin);
  if (small !== undefined) {
    const seen = `${String(100 * small)} % does not exceed the margin of ${String(100 * margin)} %`;
    throw new BenchError('USAGE', `Cannot use --canary "${text}": ${seen}`, {
      hint: 'Give a lower --margin, or a larger canary: one of the margin itself is missed half of the time',
    });
  }
  return [...new Set(sizes)].toSorted((a, b) => a - b);
}

function readShare(text: string, where: string): number {
  const margin = parseMarginText(text);
  if (margin !== undefined && margin.absolute === undefined && margin.relative > 0) return margin.relative;
  throw new BenchError('USAGE', `Cannot use ${where} "${text}": percentages above 0 are needed, as 3%`);
}
