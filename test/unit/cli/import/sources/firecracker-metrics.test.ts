import { describe, expect, it } from 'vitest';
import { firecrackerMetrics } from '../../../../../src/cli/import/sources/firecracker-metrics.ts';
import { fixture, someOptions } from '../source-options.ts';

const file = fixture('firecracker.ndjson');
const earlier = { name: 'b.ndjson', text: '{"utc_timestamp_ms":1767323000000,"vcpu":{"exit_io_in":7}}\n' };

describe('firecracker-metrics', () => {
  it('makes one trial of a file: sums of counts, the last of times, nothing of what was never there', () => {
    const { trials, metrics } = firecrackerMetrics.read([file], someOptions());
    expect(trials).toHaveLength(1);
    expect(trials[0]).toMatchObject({ startedAt: '2026-01-02T03:04:05.000Z', outcome: { status: 'ok' } });
    expect(trials[0]?.samples).toEqual({
      'api_server.process_startup_time_us': 9120,
      'latencies_us.load_snapshot': 5400,
      'api_server.process_startup_time_cpu_us': 4010,
      'vcpu.exit_io_in_agg.min_us': 1,
      'vcpu.exit_io_in_agg.max_us': 12,
      'vcpu.exit_io_in_agg.sum_us': 390,
      'vcpu.exit_io_in': 150,
      'get_api_requests.instance_info_count': 1,
    });
    expect(metrics.map(({ id }) => id)).toEqual(Object.keys(trials[0]?.samples ?? {}));
    expect(metrics.at(-1)).toMatchObject({ unit: 'count', direction: 'neither', kind: 'count' });
  });

  it('puts files in the order of their first lines, and begins with the first', () => {
    const { trials, startedAt } = firecrackerMetrics.read([file, earlier], someOptions());
    expect(trials.map(({ samples }) => samples['vcpu.exit_io_in'])).toEqual([7, 150]);
    expect(startedAt).toBe('2026-01-02T03:03:20.000Z');
  });

  it('leaves out a last line that is cut off, and says so', () => {
    const cut = { name: 'cut.ndjson', text: `${earlier.text}{"utc_timestamp_ms":17` };
    const { trials, remarks } = firecrackerMetrics.read([cut], someOptions());
    expect(trials[0]?.samples).toEqual({ 'vcpu.exit_io_in': 7 });
    expect(remarks.at(-1)).toBe('the last line is cut off and left out in cut.ndjson');
  });

  it.each([
    ['', 'it has no line of metrics'],
    ['no metrics', 'line 1: it is not JSON'],
    ['{"a":1}\n', 'line 1: it is not a line of metrics of Firecracker'],
    [`${earlier.text}{"cut\n${earlier.text}`, 'line 2: it is not JSON'],
  ])('refuses %j', (text, message) => {
    expect(() => firecrackerMetrics.read([{ name: 'm', text }], someOptions())).toThrow(message);
  });
});
