/** Preloaded with `--import`: the last line on file descriptor 3 says what the process took. */
import { writeSync } from 'node:fs';

process.on('exit', () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  // `performance.now()` counts from the start of the process.
  const usage = {
    wallMs: performance.now(),
    cpuMs: (userCPUTime + systemCPUTime) / 1000,
    peakMib: maxRSS / 1024,
  };
  writeSync(3, `${JSON.stringify(usage)}\n`);
});
