import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CleanupStack } from '../../src/base/cleanup-stack.ts';
import { openNetworkNamespace } from '../../src/host/network/network-namespace.ts';
import { hostPath } from '../../src/model/brands.ts';
import type { VmNetwork } from '../../src/model/guest-network.ts';
import type { SshLogin } from '../../src/model/ssh.ts';
import type { PreparedVm } from '../../src/model/vm.ts';
import { textMatching } from '../text-matching.ts';
import { ip } from './network-namespace.ts';
import { makeTestFolder } from './run-tool.ts';
import { skipFor, whyNoVm } from './skips.ts';
import { makeKeys, startSshd, whyNoSshd, type SshdPlace } from './sshd.ts';
import { aRequest, nextVmId, openTestDriver, type TestDriver } from './support.ts';

const whyNot = whyNoVm() ?? whyNoSshd();
const limits = { timeoutMs: 20_000, signal: new AbortController().signal };

/**
 * The guest that comes with the tool has no network driver. So an sshd in a namespace beside plays it: in the VM's
 * namespace the guest's address is routed over a wire to it, past the tap.
 */
describe('ssh to the guest of a VM', () => {
  let host: TestDriver;
  let cleanup: CleanupStack;
  let vm: PreparedVm;
  let sshd: SshdPlace;
  beforeEach(async (context) => {
    skipFor(context, whyNot);
    host = await openTestDriver();
    cleanup = new CleanupStack();
    const folder = makeTestFolder();
    cleanup.defer('remove the folder', () => {
      folder[Symbol.dispose]();
    });
    makeKeys(folder.path);
    vm = cleanup.use(
      'end the VM',
      await host.driver.prepare(aRequest({ guestNetwork: {}, expectedEnd: { signal: 'SIGKILL' } })),
    );
    const guest = cleanup.use('remove the guest', await openNetworkNamespace(nextVmId()));
    wire(vm.network(), guest.name);
    sshd = { namespace: guest.name, address: vm.network().guestIp, folder: folder.path };
  });
  afterEach(async () => {
    if (whyNot !== undefined) return;
    await cleanup[Symbol.asyncDispose]();
    const leftovers = host.leftovers();
    await host[Symbol.asyncDispose]();
    expect(leftovers).toEqual([]);
    expect(ip('netns', 'list')).not.toContain(`test-${process.pid}-`);
  });

  const login = (overrides: Partial<SshLogin> = {}): SshLogin => ({
    user: 'root',
    identityFile: hostPath(join(sshd.folder, 'id')),
    knownHosts: { policy: 'none' },
    ...overrides,
  });

  it('waits for it, runs commands in it and copies files, at the address of its network', async () => {
    await using _sshd = await startSshd(sshd);
    const running = await vm.boot();
    const client = running.network().ssh(login());
    const { namespace, guestIp } = vm.network();
    expect(client.target).toMatchObject({ namespace, host: guestIp, port: 22, connectTimeoutMs: 2000 });
    await client.waitForSsh(limits);
    const { stdout, exitCode } = await client.run(['ip', '-brief', '-4', 'addr'], limits);
    expect([exitCode, stdout]).toEqual([0, expect.stringContaining(`${guestIp}/30`)]);
    const [local, remote] = ['sent', 'arrived'].map((name) => join(sshd.folder, name));
    writeFileSync(local ?? '', 'words');
    await client.copyTo({ local: hostPath(local ?? ''), remote: remote ?? '' }, limits);
    expect(readFileSync(remote ?? '', 'utf8')).toBe('words');
    await client.copyFrom({ local: hostPath(`${local ?? ''}-back`), remote: remote ?? '' }, limits);
    expect(readFileSync(`${local ?? ''}-back`, 'utf8')).toBe('words');
  });

  it('tells a guest that cannot be reached from one that refuses', async () => {
    const client = vm.network().ssh(login());
    await expect(client.run(['true'], limits)).rejects.toMatchObject({
      code: 'GUEST_UNREACHABLE',
      message: textMatching('Connection refused'),
    });
    await using _sshd = await startSshd(sshd);
    const stranger = vm.network().ssh(login({ identityFile: hostPath(join(sshd.folder, 'stranger')) }));
    await expect(stranger.waitForSsh(limits)).rejects.toMatchObject({ code: 'GUEST_REFUSED' });
    await client.waitForSsh(limits);
  });

  it('cannot reach a guest that is behind the tap and does not answer', async () => {
    ip('-n', vm.network().namespace, 'route', 'del', `${vm.network().guestIp}/32`);
    await vm.boot();
    await expect(
      vm
        .network()
        .ssh(login({ connectTimeoutMs: 1000 }))
        .run(['true'], limits),
    ).rejects.toMatchObject({ code: 'GUEST_UNREACHABLE', message: textMatching(/timed out|No route/) });
  });

  it('refuses what "ssh" would misread', () => {
    expect(() => vm.network().ssh(login({ user: '-oProxyCommand=x' }))).toThrow(
      expect.objectContaining({ code: 'SPEC_INVALID' }),
    );
  });

  it('stops waiting when the VMM ends, and says so', async () => {
    await vm.boot();
    const waiting = vm
      .network()
      .ssh(login())
      .waitForSsh({ ...limits, retryMs: 20 });
    const ended = expect(waiting).rejects.toMatchObject({
      code: 'VMM_EXITED',
      message: textMatching('Firecracker ended with signal 9'),
    });
    process.kill(vm.pid, 'SIGKILL');
    await ended;
  });

  it('stops waiting when the run is interrupted', async () => {
    const abort = new AbortController();
    const waiting = vm
      .network()
      .ssh(login())
      .waitForSsh({ ...limits, signal: abort.signal, retryMs: 20 });
    const aborted = expect(waiting).rejects.toMatchObject({ code: 'ABORTED' });
    abort.abort();
    await aborted;
  });
});

function wire({ namespace, hostIp, guestIp }: VmNetwork, guest: string): void {
  ip('-n', namespace, 'link', 'add', 'veth0', 'type', 'veth', 'peer', 'name', 'eth0', 'netns', guest);
  ip('-n', namespace, 'link', 'set', 'veth0', 'up');
  ip('-n', guest, 'addr', 'add', `${guestIp}/30`, 'dev', 'eth0');
  ip('-n', guest, 'link', 'set', 'eth0', 'up');
  ip('-n', namespace, 'route', 'add', `${guestIp}/32`, 'dev', 'veth0', 'src', hostIp);
}
