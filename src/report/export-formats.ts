/** Names of the formats of `export`, apart from their code, so that the help need not load it. */
export const exportFormats = [
  'long-csv',
  'json',
  'benchstat',
  'bencher',
  'github-action-benchmark',
  'github-action-benchmark-bigger',
  'openmetrics',
] as const;

export type ExportFormat = (typeof exportFormats)[number];
