import { describe, expect, it } from 'vitest';
import { environmentOf } from '../../../src/analysis/environment-of.ts';
import { aCase, aManifest, aMetric } from '../builders.ts';

describe('environmentOf()', () => {
  it('takes the binaries and images of the arm', () => {
    const manifest = aManifest({
      digests: [
        { role: 'firecracker', path: '/one', sha256: 'aa'.repeat(32), arms: ['base'] },
        { role: 'firecracker', path: '/two', sha256: 'bb'.repeat(32), arms: ['candidate'] },
        { role: 'kernel', path: '/kernel', sha256: 'cc'.repeat(32) },
        { role: 'drive root', path: '/root', sha256: 'dd'.repeat(32), arms: ['candidate'] },
      ],
    });
    const of = (armId: string): object =>
      environmentOf(manifest, { case: aCase(), armId, metric: aMetric() });
    expect(of('base')).toMatchObject({ firecracker: 'aa'.repeat(8), guest: `kernel ${'cc'.repeat(8)}` });
    expect(of('candidate')).toMatchObject({
      firecracker: 'bb'.repeat(8),
      guest: `drive root ${'dd'.repeat(8)}, kernel ${'cc'.repeat(8)}`,
    });
  });
});
