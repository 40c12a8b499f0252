import type { BenchmarkDefinition } from '../model/definition.ts';
import { isRecordMetricId } from '../model/record-metrics.ts';
import { suggest } from '../model/suggest.ts';
import { metricsOf } from './metrics-of.ts';

/** What is wrong with a definition whose fields are of the right types, and what to do about it. */
export interface Complaint {
  readonly seen: string;
  readonly hint: string;
}

/** The first complaint; undefined when there is none. */
export function findComplaint(definition: BenchmarkDefinition, expectedId: string): Complaint | undefined {
  return (
    findWrongId(definition, expectedId) ??
    findRepeated(definition) ??
    findKeptId(definition) ??
    findUnknownMetric(definition) ??
    findUnknownParameter(definition)
  );
}

function findWrongId({ id }: BenchmarkDefinition, expectedId: string): Complaint | undefined {
  if (id === expectedId) return undefined;
  return { seen: `id is "${id}"`, hint: `Name the file after the id or set the id to "${expectedId}"` };
}

function findRepeated(definition: BenchmarkDefinition): Complaint | undefined {
  const collector = firstRepeated(definition.collectors.map(({ id }) => id));
  if (collector !== undefined) {
    return { seen: `the collector "${collector}" stands there twice`, hint: 'List each collector once' };
  }
  const metric = firstRepeated(metricsOf(definition).map(({ id }) => id));
  if (metric === undefined) return undefined;
  return { seen: `two metrics have the id "${metric}"`, hint: 'Give each metric an id of its own' };
}

function firstRepeated(words: readonly string[]): string | undefined {
  return words.find((word, index) => words.indexOf(word) !== index);
}

function findKeptId(definition: BenchmarkDefinition): Complaint | undefined {
  const kept = metricsOf(definition).find(({ id }) => isRecordMetricId(id));
  if (kept === undefined) return undefined;
  return {
    seen: `the metric id "${kept.id}" is kept for what every trial has`,
    hint: 'Choose an id that does not begin with "phase." or "noise." and is not "trial.wall"',
  };
}

/** The headline answers the question, so it is one that every trial has. */
function findUnknownMetric(definition: BenchmarkDefinition): Complaint | undefined {
  const { headline, limits = [], slopes = [] } = definition;
  const metrics = metricsOf(definition);
  const ids = metrics.map(({ id }) => id);
  const named = [
    ['the headline', headline] as const,
    ...limits.map(({ metric }) => ['the limited metric', metric] as const),
    ...slopes.map(({ metric }) => ['the fitted metric', metric] as const),
  ];
  const unknown = named.find(([, id]) => !ids.includes(id));
  if (unknown !== undefined) {
    const [role, id] = unknown;
    const near = suggest(id, ids);
    const hint =
      near === undefined ? `Its metrics are ${ids.join(', ') || 'none'}` : `Did you mean "${near}"?`;
    return { seen: `${role} "${id}" is no metric of it`, hint };
  }
  if (metrics.find(({ id }) => id === headline)?.mayBeAbsent !== true) return undefined;
  return { seen: `the headline "${headline}" may be absent`, hint: 'Choose one that every trial has' };
}

function findUnknownParameter(definition: BenchmarkDefinition): Complaint | undefined {
  const { parameters, fixtureParameters = [], slopes = [] } = definition;
  const hint = `Its parameters are ${Object.keys(parameters).join(', ') || 'none'}`;
  const needed = fixtureParameters.find((name) => !Object.hasOwn(parameters, name));
  if (needed !== undefined) {
    return { seen: `its fixture is to depend on "${needed}", which is no parameter`, hint };
  }
  const isNumeric = (name: string): boolean =>
    Object.hasOwn(parameters, name) && (parameters[name] ?? []).every((value) => typeof value === 'number');
  const unknown = slopes.find(({ over }) => !isNumeric(over));
  if (unknown === undefined) return undefined;
  return {
    seen: `"${unknown.metric}" is fitted over "${unknown.over}", which is no numeric parameter`,
    hint,
  };
}
