import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { EvidenceSink } from '../../src/model/vm-driver.ts';
import { launchModes } from '../../src/model/vm-spec.ts';
import { jailLayout } from '../../src/vm/firecracker/jail-layout.ts';
import { aRequest, useTestDriver } from './support.ts';

const wait = { timeoutMs: 5000, signal: new AbortController().signal };
const logModes = ['file', 'fifo'] as const;

/** Sends a boot source that is refused four times over and prints the statuses. */
const putBootSources = `
  const { request } = require('node:http');
  const [, socketPath, body] = process.argv;
  const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
  const put = () => new Promise((resolve, reject) => {
    const sent = request({ socketPath, method: 'PUT', path: '/boot-source', headers }, (answer) => {
      answer.resume().on('end', () => resolve(answer.statusCode));
    });
    sent.on('error', reject).end(body);
  });
  (async () => {
    const statuses = [];
    while (statuses.length < 4) statuses.push(await put());
    process.stdout.write(statuses.join(' '));
  })();
`;

describe('the log', () => {
  const host = useTestDriver();

  const cases = logModes.flatMap((log) => launchModes.map((launch) => ({ log, launch })));

  it.each(cases)('has every line, by $log, when launched by $launch', async ({ log, launch }) => {
    await using vm = await host.driver.prepare(aRequest({ log, launch }));
    const running = await vm.boot();
    await running.waitReady(wait);
    const ready = await vm.log.waitForLine(/Guest-boot-time =/, wait);
    expect(vm.log.find(/Guest-boot-time =/)).toBe(ready);
    expect(vm.log.lines()[0]).toContain('Running Firecracker v1.12.1');
    expect(vm.log.find(/no such line/)).toBeUndefined();
    const readings = await running.collect();
    expect(readings.guestBoot?.wallUs).toBeGreaterThan(0);
    expect(readings.missedLogCount).toBe(0);
    await running.stop({ rungs: [{ name: 'SIGHUP', timeoutMs: 5000 }] });
    expect(vm.log.lines().at(-1)).toMatch(/intercepting signal 1, code 0\.$/);
    await vm[Symbol.asyncDispose]();
  });

  it.each(logModes)('ends a wait at its deadline, by the signal, and with the VMM (%s)', async (log) => {
    await using vm = await host.driver.prepare(aRequest({ log, expectedEnd: { signal: 'SIGKILL' } }));
    const running = await vm.boot();
    await running.waitReady(wait);
    const late = vm.log.waitForLine(/never/, { ...wait, timeoutMs: 50 });
    await expect(late).rejects.toThrow('Cannot see /never/ in the log: it is absent after 50 ms');
    const controller = new AbortController();
    const aborted = vm.log.waitForLine(/never/, { ...wait, signal: controller.signal });
    controller.abort();
    await expect(aborted).rejects.toMatchObject({ code: 'ABORTED' });
    const orphaned = vm.log.waitForLine(/never/, wait);
    process.kill(vm.pid, 'SIGKILL');
    await expect(orphaned).rejects.toMatchObject({ code: 'VMM_EXITED' });
    await vm[Symbol.asyncDispose]();
    expect(vm.record().end).toEqual({ exit: { kind: 'signal', signal: 9 }, steps: [] });
  });

  it.each(logModes)('is kept as evidence (%s)', async (log) => {
    const kept = new Map<string, string>();
    const evidence: EvidenceSink = {
      keep(name, path): void {
        if (existsSync(path)) kept.set(name, readFileSync(path, 'utf8'));
      },
    };
    await using vm = await host.driver.prepare(aRequest({ log, evidence }));
    const running = await vm.boot();
    await running.waitReady(wait);
    vm.saveEvidence();
    expect(kept.get('log')).toContain('Guest-boot-time =');
    await vm[Symbol.asyncDispose]();
  });

  it('counts what a FIFO could not take', async () => {
    const request = aRequest({ log: 'fifo' });
    const { installation, jailBase } = host;
    const { firecracker } = installation;
    const layout = jailLayout({ base: jailBase, firecracker, id: request.id });
    await using vm = await host.driver.prepare(request);
    const running = await vm.boot();
    await running.waitReady(wait);
    // Logged whole and escaped twice: lines of some 100 KiB each. A FIFO holds 64 KiB, and a reader that waits for this
    // process, which does not return to it before all are sent, takes as much once.
    const body = JSON.stringify({ kernel_image_path: 'kernel', boot_args: '"'.repeat(25_000) });
    const sent = spawnSync(process.execPath, ['-e', putBootSources, layout.socketName, body], {
      cwd: layout.runDirectory,
      encoding: 'utf8',
    });
    expect(sent.stdout, sent.stderr).toBe('400 400 400 400');
    const readings = await running.collect();
    expect(readings.missedLogCount).toBeGreaterThan(0);
    await vm[Symbol.asyncDispose]();
  });
});
