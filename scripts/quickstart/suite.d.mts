/** What `run` is given, or the name of a suite that there is not. */
export type ChosenSuite =
  | { readonly kind: 'known'; readonly runArguments: readonly string[] }
  | { readonly kind: 'unknown'; readonly name: string; readonly known: readonly string[] };

export function takeSuite(args: readonly string[]): ChosenSuite;
