import { BenchError } from '../base/errors.ts';
import type { ArmFields, ArmRequest } from '../model/arm.ts';
import { readArmField } from './arm-fields.ts';
import { armIdNeeded, armIdRule } from './setting-rules.ts';

/**
 * Reads "name", "name=binaries", "name=field=value,…" or "name=binaries,field=value,…". A value with a comma stands in double
 * quotes.
 * @throws BenchError `USAGE`
 */
export function readArm(text: string, where: string): ArmRequest {
  const [id, rest = ''] = splitOnce(text);
  if (!armIdRule.test(id)) throw new BenchError('USAGE', `Cannot use ${where} "${text}": ${armIdNeeded}`);
  const place = `${where} ${id}`;
  const items = splitItems(rest, place);
  const entries = items.flatMap((item, index) => readItem(item, { isFirst: index === 0, place }));
  const names = entries.map(([name]) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new BenchError('USAGE', `Cannot use ${place}: ${twice} is given twice`);
  const fields = entries.map(([name, value]) => readArmField(name, value, place));
  return { id, fields: fields.reduce<ArmFields>((all, field) => ({ ...all, ...field }), {}) };
}

/** At the first "="; without one there is no second part. */
function splitOnce(text: string): readonly [string, string?] {
  const at = text.indexOf('=');
  return at === -1 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}

/** At commas outside of quotes. */
function splitItems(text: string, place: string): readonly string[] {
  if ((text.match(/"/g) ?? []).length % 2 === 1)
    throw new BenchError('USAGE', `Cannot use ${place}: a quote is not closed in ${text}`);
  return text.split(/,(?=(?:[^"]*"[^"]*")*[^"]*$)/);
}

/** The first item may be the binaries alone, or empty: the run's own. */
function readItem(
  item: string,
  { isFirst, place }: { readonly isFirst: boolean; readonly place: string },
): readonly (readonly [name: string, value: string])[] {
  const [name, value] = splitOnce(item);
  if (value !== undefined) return [[name, value.replace(/^"([^"]*)"$/, '$1')]];
  if (!isFirst) {
    throw new BenchError('USAGE', `Cannot use ${place}: "${item}" is no field=value`, {
      hint: 'Put a value that holds a comma into double quotes, as cpus="2-3,6"',
    });
  }
  return item === '' ? [] : [['firecracker', item.replace(/^"([^"]*)"$/, '$1')]];
}
