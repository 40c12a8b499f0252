import { readdirSync } from 'node:fs';
import type { HostPath, JailPath } from '../../model/brands.ts';
import type { PreparedRequests, RunningRequests, VmRequests } from '../../model/vm-requests.ts';
import type { ApiAnswer, ApiClient } from './api-client.ts';
import {
  patchBalloonAmount,
  patchBalloonStatistics,
  patchDrive,
  patchMachineConfig,
  patchMmds,
  patchNetworkInterface,
  putLogLevel,
  putMmds,
  readBalloon,
  readBalloonStatistics,
  readEffectiveConfig,
  readInstanceState,
  readMmds,
  readVersion,
} from './api-requests.ts';
import { placeInJail } from './jail.ts';
import { driveName, drivePath } from './jail-layout.ts';
import type { LiveVm } from './live-vm.ts';
import { machineConfigPatch } from './machine-bodies.ts';
import { refuse } from './refuse.ts';

export function preparedRequests(vm: LiveVm): PreparedRequests {
  const { dialect, request } = vm.parts;
  return {
    ...requestsAtAnyTime(vm),
    changeMachine: (change) =>
      told(vm, (api) => patchMachineConfig(api, machineConfigPatch(dialect, request.spec, change))),
    setLogLevel: (level) => told(vm, (api) => putLogLevel(api, level)),
  };
}

export function runningRequests(vm: LiveVm): RunningRequests {
  return {
    ...requestsAtAnyTime(vm),
    patchDrive: ({ path, ...change }) =>
      told(vm, (api) => {
        if (path === undefined) return patchDrive(api, change);
        return patchDrive(api, { ...change, path: placeOtherDrive(vm, { driveId: change.driveId, path }) });
      }),
    patchNetworkInterface: (change) => told(vm, (api) => patchNetworkInterface(api, change)),
    readBalloon: () => asked(vm, readBalloon),
    readBalloonStatistics: () => asked(vm, readBalloonStatistics),
    setBalloonMib: (amountMib) => told(vm, (api) => patchBalloonAmount(api, amountMib)),
    setBalloonStatisticsS: (intervalS) => told(vm, (api) => patchBalloonStatistics(api, intervalS)),
  };
}

function requestsAtAnyTime(vm: LiveVm): VmRequests {
  return {
    readVersion: () => asked(vm, readVersion),
    readState: () => asked(vm, readInstanceState),
    readEffectiveConfig: () => asked(vm, readEffectiveConfig),
    putMmds: (contents) => told(vm, (api) => putMmds(api, contents)),
    patchMmds: (change) => told(vm, (api) => patchMmds(api, change)),
    readMmds: () => asked(vm, readMmds),
  };
}

function asked<T>(vm: LiveVm, ask: (api: ApiClient) => Promise<T>): Promise<T> {
  return vm.explained(() => ask(vm.parts.api));
}

function told(vm: LiveVm, tell: (api: ApiClient) => Promise<ApiAnswer>): Promise<void> {
  return vm.explained(async () => {
    await tell(vm.parts.api);
  });
}

interface OtherFile {
  readonly driveId: string;
  readonly path: HostPath;
}

/** The drive's own file is there already; another one is placed beside it, under a name that none had before. */
function placeOtherDrive(vm: LiveVm, { driveId, path }: OtherFile): JailPath {
  const { layout, request } = vm.parts;
  const drive = request.spec.drives.find((each) => each.driveId === driveId);
  if (drive === undefined) return refuse('drives', `there is none with the id "${driveId}"`);
  const name = driveName(driveId);
  if (path === drive.path) return drivePath(drive);
  const placedCount = readdirSync(layout.root).filter((file) => file.startsWith(`${name}.`)).length;
  const access = drive.isReadOnly ? 'read' : 'write';
  return placeInJail({ path, name: `${name}.${placedCount}`, access, layout, owner: request }).path;
}
