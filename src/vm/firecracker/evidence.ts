import { existsSync, readFileSync } from 'node:fs';
import { withLaterFailure } from '../../base/errors.ts';
import type { EvidenceSink } from '../../model/vm-driver.ts';
import type { JailLayout } from './jail-layout.ts';
import type { LogStream } from './log-stream.ts';

/** What a VM leaves in words. */
export interface Remains {
  readonly layout: JailLayout;
  readonly log: Pick<LogStream, 'text' | 'refresh'>;
}

/** Copies it, before its jail goes. */
export function saveEvidence({ layout, log }: Remains, evidence: EvidenceSink): void {
  log.refresh();
  evidence.keep('log', layout.log);
  evidence.keep('console', layout.console);
  evidence.keep('metrics', layout.metrics);
}

/** Keeps the words of a VM that failed; where that fails as well, both failures are in what is thrown then. */
export function keepWords(thrown: unknown, remains: Remains, evidence: EvidenceSink): unknown {
  try {
    saveEvidence(remains, evidence);
    return thrown;
  } catch (later) {
    return withLaterFailure(thrown, later);
  }
}

/** The last lines of the log, or of the console when the log was never opened. */
export function readLastLines({ layout, log }: Remains, count: number): readonly string[] {
  const logText = log.text().trim();
  const text = logText === '' ? readConsole(layout).trim() : logText;
  return text === '' ? [] : text.split('\n').slice(-count);
}

/** All that came on the VMM's output, with what the jailer said before it. */
export function readConsole({ console }: JailLayout): string {
  return existsSync(console) ? readFileSync(console, 'utf8') : '';
}
