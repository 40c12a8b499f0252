import type { Finding, FindingSeverity } from '../model/finding.ts';
import { wrapText } from '../report/wrap-text.ts';
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

/** Each finding with its advice on a line of its own, in the order given, broken at the width; empty when there is none. */
export function formatFindings(findings: readonly Finding[], palette: Palette, width = Infinity): string {
  return findings
    .map(({ rule, severity, message, advice }) => {
      const text = wrapText(`${severity} ${rule}: ${terminalLine(message)}`, width, '  ');
      const action = wrapText(terminalLine(advice), width - 2).replaceAll('\n', '\n  ');
      return `${paint(severity, palette)}${text.slice(severity.length)}\n  ${action}\n`;
    })
    .join('');
}
