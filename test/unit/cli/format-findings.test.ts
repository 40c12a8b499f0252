import { describe, expect, it } from 'vitest';
import { createPalette } from '../../../src/cli/color.ts';
import { formatFindings } from '../../../src/cli/format-findings.ts';
import type { Finding } from '../../../src/model/finding.ts';

const findings: readonly Finding[] = [
  { rule: 'trials-failed', severity: 'error', message: '3 of 40 trials failed', advice: 'Read failed/' },
  {
    rule: 'placement-shared',
    severity: 'warning',
    message: 'vCPUs share\u001b[2J CPU 1',
    advice: 'Use more CPUs',
  },
  { rule: 'is-a-guest', severity: 'note', message: 'This host is a guest', advice: 'Use bare metal' },
];

describe('formatFindings()', () => {
  it('prints each with its advice', () => {
    expect(formatFindings(findings, createPalette({ enabled: false }))).toBe(
      `error trials-failed: 3 of 40 trials failed
  Read failed/
warning placement-shared: vCPUs share\\x1b[2J CPU 1
  Use more CPUs
note is-a-guest: This host is a guest
  Use bare metal
`,
    );
  });

  it('is empty without findings', () => {
    expect(formatFindings([], createPalette({ enabled: false }))).toBe('');
  });
});
