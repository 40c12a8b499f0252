/** The settings that a flag gives once, as one text. By themselves, so that `--help` loads nothing else for them. */
export const singleSettingNames = [
  'trials',
  'warmup',
  'seed',
  'timeout',
  'placement',
  'cpus',
  'harnessCpus',
  'launch',
  'firecracker',
  'jailer',
  'firecrackerVersion',
  'jailBase',
  'results',
  'baselines',
  'title',
] as const;
