export function modifiedMs(path: string): number | undefined;
export function newestModifiedMs(paths: readonly string[]): number;
export function isStale(productMs: number | undefined, sourceMs: number | undefined): boolean;
