import { describe, expect, it } from 'vitest';
import * as api from '../../src/index.ts';

describe('the public API', () => {
  it('exports these values and no others', () => {
    expect(Object.keys(api).sort()).toEqual([
      'BenchError',
      'apiCalls',
      'bootTimer',
      'cgroupMemory',
      'defineBenchmark',
      'defineConfig',
      'firstActivity',
      'hostPath',
      'memory',
      'processStartup',
      'startCall',
      'threadCpu',
    ]);
  });
});
