import type { ErrorCode } from '../../base/errors.ts';

/** A refusal whose words hide the cause. */
export interface Refusal {
  readonly path: RegExp;
  /** In the VMM's own words. */
  readonly words: RegExp;
  /** Default: the request. */
  readonly action?: string;
  /** Default: `VM_API_REJECTED`. */
  readonly code?: ErrorCode;
  readonly seen: string;
  readonly hint: string;
}
