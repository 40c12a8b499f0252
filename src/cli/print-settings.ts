import type { Setting } from '../harness/setting-source.ts';
import { settingsRecord, type Settings } from '../harness/settings.ts';
import type { CliContext } from './context.ts';
import { terminalLine } from './terminal-text.ts';

function formatValue(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Every effective setting on a line of its own, with where its value came from. */
export function formatSettings(settings: Settings, context: Pick<CliContext, 'colors'>): string {
  const rows: readonly (readonly [string, Setting<unknown>])[] = Object.entries(settingsRecord(settings));
  const texts = rows.map(([name, { value, origin }]) => ({
    name,
    value: terminalLine(formatValue(value)),
    origin,
  }));
  const nameWidth = Math.max(...texts.map(({ name }) => name.length));
  const valueWidth = Math.max(...texts.map(({ value }) => value.length));
  const { dim } = context.colors.stdout;
  return texts
    .map(({ name, value, origin }) => {
      return `${name.padEnd(nameWidth)}  ${value.padEnd(valueWidth)}  ${dim(terminalLine(origin))}`;
    })
    .join('\n');
}
