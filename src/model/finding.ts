/** A rule's warning about a run, as data. Ranked in this order. */
export type FindingSeverity = 'error' | 'warning' | 'note';

export interface Finding {
  /** Stable, kebab-case: `placement-shared`. */
  readonly rule: string;
  readonly severity: FindingSeverity;
  /** What was seen, one sentence with its numbers. */
  readonly message: string;
  /** One action, or why none is needed. */
  readonly advice: string;
}
