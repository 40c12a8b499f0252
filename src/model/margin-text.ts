import { parseQuantity, type Quantity } from './quantity.ts';

/** A margin as it is written; its absolute part is in no metric's unit yet. */
export interface MarginText {
  readonly relative: number;
  readonly absolute?: Quantity;
}

/** "3%", "50us", "3% & 50us". @returns undefined for any other text */
export function parseMarginText(text: string): MarginText | undefined {
  const parts = text.split('&').map((part) => part.trim());
  if (parts.length > 2) return undefined;
  const relatives = parts.flatMap((part) => parseShare(part) ?? []);
  const absolutes = parts.filter((part) => parseShare(part) === undefined).map(parseQuantity);
  const [absolute] = absolutes;
  if (relatives.length > 1 || absolutes.length > 1) return undefined;
  if (absolutes.length === 1 && absolute === undefined) return undefined;
  return { relative: relatives[0] ?? 0, ...(absolute === undefined ? {} : { absolute }) };
}

function parseShare(text: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?)\s*%$/.exec(text);
  return match === null ? undefined : Number(match[1]) / 100;
}
