/** The columns of `samples.csv` before those of the parameters; those that every such file has. */
export const sampleColumnsBefore = ['trial_id', 'case', 'benchmark', 'arm'] as const;

/** The columns after the parameters. */
export const sampleColumnsAfter = [
  'block',
  'position',
  'warmup',
  'invalid',
  'started_at',
  'outcome',
  'reason',
  'metric',
  'value',
  'unit',
] as const;
