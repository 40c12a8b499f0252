import { describe, expect, it } from 'vitest';
import { parseStat, readCommandLine, readProcessStat } from '../../../src/host/process-stat.ts';

const vcpuLine =
  '4713 (fc_vcpu 0) R 1 4711 4711 0 -1 4194624 512 0 0 0 7 31 0 0 20 0 3 0 143032 160432128 9011 ' +
  '18446744073709551615 1 1 0 0 0 0 0 4096 1073745920 0 0 0 -1 5 0 0 0 0 0 0 0 0 0 0 0 0 0\n';

describe('parseStat()', () => {
  it('reads a vCPU thread, whose name has a space', () => {
    expect(parseStat(vcpuLine)).toEqual({
      comm: 'fc_vcpu 0',
      state: 'R',
      processGroup: 4711,
      utimeTicks: 7,
      stimeTicks: 31,
      startTicks: 143032,
      lastCpu: 5,
      exitCode: 0,
    });
  });

  it('takes the name from the first to the last bracket', () => {
    expect(parseStat(vcpuLine.replace('fc_vcpu 0', 'a) Z (b) 1 2'))).toMatchObject({
      comm: 'a) Z (b) 1 2',
      state: 'R',
      lastCpu: 5,
    });
  });

  it('reads the wait status of a zombie', () => {
    const zombie = vcpuLine.replace(') R ', ') Z ').replace(/ 0\n$/, ' 256\n');
    expect(parseStat(zombie)).toMatchObject({ state: 'Z', exitCode: 256 });
  });

  it('refuses a line that is cut short', () => {
    expect(() => parseStat('1 (init) S 0 1 1')).toThrow(
      expect.objectContaining({
        code: 'SAMPLE_INVALID',
        message: 'Cannot read field 14 of the stat line "1 (init) S 0 1 1"',
      }),
    );
  });
});

describe('readProcessStat()', () => {
  it('reads this process', () => {
    const stat = readProcessStat(process.pid);
    expect(stat).toMatchObject({ exitCode: 0 });
    expect(stat?.startTicks).toBeGreaterThan(0);
  });

  it('is undefined without an entry', () => {
    expect(readProcessStat(4_194_305)).toBeUndefined();
  });
});

describe('readCommandLine()', () => {
  it('reads the arguments of this process', () => {
    expect(readCommandLine(process.pid)?.length).toBeGreaterThan(0);
  });

  it('is undefined without an entry', () => {
    expect(readCommandLine(4_194_305)).toBeUndefined();
  });
});
