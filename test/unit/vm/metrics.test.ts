import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { sumMetrics } from '../../../src/vm/firecracker/metrics.ts';

describe('sumMetrics()', () => {
  it('reads a recorded file of Firecracker 1.12.1', () => {
    const metrics = sumMetrics(readFileSync('test/fixtures/firecracker-1.12.1/boot-metrics.ndjson', 'utf8'));
    expect(metrics.get('api_server.process_startup_time_us')).toBe(23_406);
    expect(metrics.get('api_server.process_startup_time_cpu_us')).toBe(3867);
    expect(metrics.get('put_api_requests.actions_count')).toBe(2);
    expect(metrics.get('logger.missed_log_count')).toBe(0);
  });

  it('adds up counts, which start anew on every line', () => {
    const text = '{"net":{"rx_count":2}}\n{"net":{"rx_count":3}}\n';
    expect(sumMetrics(text).get('net.rx_count')).toBe(5);
  });

  it('keeps the last stored value that is not zero, whatever line it is on', () => {
    const text =
      '{"latencies_us":{"load_snapshot":0}}\n{"latencies_us":{"load_snapshot":812}}\n{"latencies_us":{"load_snapshot":0}}\n';
    expect(sumMetrics(text).get('latencies_us.load_snapshot')).toBe(812);
  });

  it('keeps extremes as they are and adds up sums', () => {
    const text =
      '{"b":{"read_agg":{"min_us":1,"max_us":9,"sum_us":10}}}\n{"b":{"read_agg":{"min_us":1,"max_us":9,"sum_us":4}}}\n';
    expect(Object.fromEntries(sumMetrics(text))).toEqual({
      'b.read_agg.min_us': 1,
      'b.read_agg.max_us': 9,
      'b.read_agg.sum_us': 14,
    });
  });

  it('leaves a half-written last line out', () => {
    expect(Object.fromEntries(sumMetrics('{"a":{"n":1}}\n{"a":{"n":4'))).toEqual({ 'a.n': 1 });
    expect(Object.fromEntries(sumMetrics('{"a":{"n":1}}\n{"a":{"n":4\n'))).toEqual({ 'a.n': 1 });
  });

  it('gives nothing for an empty file', () => {
    expect(sumMetrics('').size).toBe(0);
  });
});
