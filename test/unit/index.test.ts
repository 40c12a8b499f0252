import { describe, expect, it } from 'vitest';
import * as api from '../../src/index.ts';

describe('the public API', () => {
  it('exports these values and no others', () => {
    expect(Object.keys(api).sort()).toEqual([
      'BenchError',
      'apiCalls',
      'bootTimer',
      'cgroupMemory',
      'cpuTimes',
      'defineBenchmark',
      'defineConfig',
      'firstActivity',
      'hostPath',
      'launchModes',
      'median',
      'memory',
      'memoryPeak',
      'processCpu',
      'processStartup',
      'startCall',
      'theilSen',
      'threadCpu',
    ]);
  });
});
