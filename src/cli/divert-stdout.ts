/**
 * Sends what is written to standard output meanwhile to standard error: with `--json` the one document is ours, and a
 * definition may print.
 */
export async function whileStdoutIsDiverted<T>(work: () => Promise<T>): Promise<T> {
  const original = process.stdout.write.bind(process.stdout);
  process.stdout.write = process.stderr.write.bind(process.stderr);
  try {
    return await work();
  } finally {
    process.stdout.write = original;
  }
}
