import { setFlagsFromString } from 'node:v8';

/**
 * Keeps the measuring process small while it runs: starting a process takes the longer the more memory its parent has
 * resident, about 33 ms a GB. V8's optimizing WebAssembly compiler alone takes some 30 MB for the HTTP parser; a young
 * generation that grows to 32 MB, and an old one that is collected late, hold little but garbage.
 */
export function keepRunnerSmall(): Disposable {
  setFlagsFromString('--liftoff-only');
  setFlagsFromString('--optimize-for-size');
  setFlagsFromString('--semi-space-growth-factor=1');
  return {
    // Reporting allocates much and starts nothing: it gets V8's defaults back.
    [Symbol.dispose](): void {
      setFlagsFromString('--no-optimize-for-size');
      setFlagsFromString('--semi-space-growth-factor=2');
    },
  };
}
