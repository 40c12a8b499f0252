/** More than this in one sentence nobody reads; the tables and the text for those who do not see have the rest. */
const mostFindings = 4;

/** "a; b; and 3 more" as one sentence; empty for none. */
export function joinedFindings(findings: readonly string[]): string {
  if (findings.length === 0) return '';
  const shown = findings.slice(0, mostFindings);
  const rest = findings.length - shown.length;
  return `${[...shown, ...(rest > 0 ? [`and ${String(rest)} more`] : [])].join('; ')}.`;
}

/** "85 %" of 0.85. */
export function sharePercent(share: number): string {
  return `${Number((100 * share).toFixed(1))} %`;
}

/** "2nd", "23rd". */
export function ordinal(count: number): string {
  const teens = Math.floor(count / 10) % 10 === 1;
  const suffix = teens ? 'th' : (['th', 'st', 'nd', 'rd'][count % 10] ?? 'th');
  return `${String(count)}${suffix}`;
}
