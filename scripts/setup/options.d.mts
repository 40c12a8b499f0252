export const usage: string;
export interface Options {
  readonly requireHost: boolean;
  readonly firecrackerOnly: boolean;
  readonly version: string;
  readonly given: { readonly firecracker: string; readonly jailer: string } | undefined;
  readonly mayDownload: boolean;
  readonly json: boolean;
  readonly help: boolean;
}
export function parseOptions(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Options;
export function parseVersion(text: string): string;
