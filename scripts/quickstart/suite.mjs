/** @type {Readonly<Record<string, readonly string[]>>} What `run` is given for each suite. */
const suites = {
  boot: ['boot-time', '--trials', '20'],
  full: ['--trials', '10', '--warmup', '1'],
};

/**
 * Takes `--suite <name>` or `--suite=<name>` out of the arguments; the others follow the suite's own.
 * @param {readonly string[]} args
 * @returns {import('./suite.d.mts').ChosenSuite}
 */
export function takeSuite(args) {
  const at = args.findIndex((word) => word === '--suite' || word.startsWith('--suite='));
  const isJoined = args[at]?.startsWith('--suite=') ?? false;
  const name = at === -1 ? 'boot' : isJoined ? args[at].slice('--suite='.length) : (args[at + 1] ?? '');
  const others = at === -1 ? args : [...args.slice(0, at), ...args.slice(at + (isJoined ? 1 : 2))];
  if (!Object.hasOwn(suites, name)) return { kind: 'unknown', name, known: Object.keys(suites) };
  return { kind: 'known', runArguments: [...suites[name], ...others] };
}
