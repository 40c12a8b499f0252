import type { Finding, FindingSeverity } from '../model/finding.ts';
import type { Palette } from './color.ts';
import { terminalLine } from './terminal-text.ts';

function paint(severity: FindingSeverity, palette: Palette): string {
  switch (severity) {
    case 'error':
      return palette.red(severity);
    case 'warning':
      return palette.yellow(severity);
    case 'note':
      return palette.dim(severity);
  }
}

/** Each finding with its advice on a line of its own, in the order given; empty when there is none. */
export function formatFindings(findings: readonly Finding[], palette: Palette): string {
  return findings
    .map(({ rule, severity, message, advice }) => {
      return `${paint(severity, palette)} ${rule}: ${terminalLine(message)}\n  ${terminalLine(advice)}\n`;
    })
    .join('');
}
