/** Facts of the host's identity that a publisher may not want to tell; no number depends on them. */
export const leavableFacts = ['hostname', 'kernelCommandLine'] as const;

export type LeavableFact = (typeof leavableFacts)[number];
