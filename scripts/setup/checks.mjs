// What set-up needs of the machine. Imported before the version of Node is known: only syntax and modules that old
// versions have.
import { accessSync, closeSync, constants, openSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { systemErrorCode } from './failure.mjs';

/**
 * @typedef {object} Missing
 * @property {string} what
 * @property {string} why it is needed
 * @property {string} get the command or the action that provides it
 */

/**
 * @typedef {object} Runtime
 * @property {string} platform as in `process.platform`
 * @property {string} arch as in `process.arch`
 * @property {string} nodeVersion "20.19.0"
 */

const oldestNode = { major: 20, minor: 19 };

/** @returns {Runtime} */
export function readRuntime() {
  return { platform: process.platform, arch: process.arch, nodeVersion: process.versions.node };
}

/**
 * @param {Runtime} runtime
 * @returns {Missing[]}
 */
export function missingRuntime(runtime) {
  const missing = [];
  if (runtime.platform !== 'linux') {
    missing.push({
      what: `Linux (this is ${runtime.platform})`,
      why: 'Firecracker runs on KVM',
      get: 'use a Linux host or virtual machine',
    });
  }
  if (runtime.arch !== 'x64') {
    missing.push({
      what: `an x86_64 processor (this is ${runtime.arch})`,
      why: 'the probe guest is x86-64 code',
      get: 'use an x86_64 host',
    });
  }
  const [major = 0, minor = 0] = runtime.nodeVersion.split('.').map(Number);
  if (major < oldestNode.major || (major === oldestNode.major && minor < oldestNode.minor)) {
    missing.push({
      what: `Node ${oldestNode.major}.${oldestNode.minor} or newer (this is ${runtime.nodeVersion})`,
      why: 'the tool and its packages are written for it',
      get: 'nvm install 22, or a release of nodejs.org',
    });
  }
  return missing;
}

/**
 * @param {string} searchPath as in $PATH
 * @returns {Missing[]}
 */
export function missingBuildTools(searchPath) {
  const tools = [
    { program: 'cc', what: 'a C compiler (cc)', why: 'it builds native/', packages: 'gcc libc6-dev' },
    { program: 'make', what: 'make', why: 'it builds native/', packages: 'make' },
  ];
  return tools
    .filter(({ program }) => !isOnPath(program, searchPath))
    .map(({ what, why, packages }) => ({ what, why, get: `apt-get install -y ${packages}` }));
}

/** What only trials need: the set-up itself does without. @returns {Missing[]} */
export function missingForTrials() {
  const missing = [];
  if (process.geteuid?.() !== 0) {
    missing.push({
      what: 'root',
      why: 'the jailer, cgroups and pinning need it',
      get: 'run the same command behind: sudo env "PATH=$PATH"',
    });
  }
  const kvmFailure = tryToOpen('/dev/kvm');
  if (kvmFailure !== undefined) {
    missing.push({
      what: `/dev/kvm (${kvmFailure})`,
      why: 'microVMs run on it',
      get:
        kvmFailure === 'EACCES'
          ? 'be root'
          : 'modprobe kvm_intel or kvm_amd; in a virtual machine or container, have its host pass it on',
    });
  }
  return missing;
}

/**
 * One line.
 * @param {Missing} missing
 */
export function describeMissing({ what, why, get }) {
  return `missing ${what}: ${why}; get it: ${get}`;
}

/**
 * @param {string} program
 * @param {string} searchPath
 */
function isOnPath(program, searchPath) {
  return searchPath.split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false; // absent from this folder: the next one may have it
    }
  });
}

/**
 * The error code of opening a device for reading and writing, or undefined.
 * @param {string} device
 */
function tryToOpen(device) {
  try {
    closeSync(openSync(device, 'r+'));
    return undefined;
  } catch (thrown) {
    return systemErrorCode(thrown) ?? String(thrown);
  }
}
