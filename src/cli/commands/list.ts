import { metricsOf } from '../../harness/metrics-of.ts';
import type { BenchmarkDefinition } from '../../model/definition.ts';
import { printJson, type CliContext } from '../context.ts';
import { loadDefinitions, type LoadedDefinition } from '../load-definitions.ts';
import { loadSettings, type SettingOptions } from '../load-settings.ts';
import { terminalLine } from '../terminal-text.ts';

/** How `list` was called. */
export interface ListOptions extends SettingOptions {
  readonly isJson: boolean;
}

/** "vcpus=1,2 memMib=128,512". */
function formatGrid({ parameters }: BenchmarkDefinition): string {
  return Object.entries(parameters)
    .map(([name, values]) => `${name}=${values.map(String).join(',')}`)
    .join(' ');
}

function formatHeadline(definition: BenchmarkDefinition): string {
  const metric = metricsOf(definition).find(({ id }) => id === definition.headline);
  return `${definition.headline} (${metric?.unit ?? 'no unit'})`;
}

function formatEntry({ definition, path, source }: LoadedDefinition, context: CliContext): string {
  const rows: readonly (readonly [string, string])[] = [
    ['headline', formatHeadline(definition)],
    ['parameters', formatGrid(definition) || 'none'],
    ['source', source === 'built-in' ? 'built-in' : path],
  ];
  const lines = rows.map(([name, text]) => `  ${name.padEnd(10)}  ${terminalLine(text)}`);
  const { bold } = context.colors.stdout;
  return [bold(definition.id), `  ${terminalLine(definition.question)}`, ...lines].join('\n');
}

function toDocument({ definition, path, source }: LoadedDefinition): Readonly<Record<string, unknown>> {
  const { id, question, timedSpan, disturbedBy, parameters, headline } = definition;
  const metrics = metricsOf(definition);
  return { id, question, timedSpan, disturbedBy, parameters, headline, metrics, source, path };
}

/** Prints every benchmark that could be run; returns the exit status. */
export async function listCommandAction(options: ListOptions, context: CliContext): Promise<number> {
  const settings = await loadSettings(context, options);
  const loaded = await loadDefinitions(settings.benchmarks.value, context.env);
  if (options.isJson) {
    printJson(context.stdout, { benchmarks: loaded.map(toDocument) });
  } else {
    context.stdout.write(`${loaded.map((each) => formatEntry(each, context)).join('\n\n')}\n`);
  }
  return 0;
}
