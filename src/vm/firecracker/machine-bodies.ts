import type { JailPath } from '../../model/brands.ts';
import type { MachineSpec } from '../../model/vm-requests.ts';
import { requireFeature, supports, type Dialect } from './versions.ts';

/** A request's body with the names of Firecracker's API document (src/firecracker/swagger). */
export type RequestBody = Readonly<Record<string, unknown>>;

/**
 * Body of PUT /machine-config. Names every field that may be named: up to 1.0 an omitted one kept its value, from 1.1 on
 * it goes back to its default.
 * @throws BenchError `SPEC_INVALID` when the version cannot take it
 */
export function machineConfigBody(dialect: Dialect, spec: MachineSpec): RequestBody {
  if (spec.hugePages !== undefined) requireFeature(dialect, 'hugePages', 'use huge pages');
  return {
    vcpu_count: spec.vcpus,
    mem_size_mib: spec.memMib,
    smt: spec.smt ?? false,
    track_dirty_pages: spec.trackDirtyPages ?? false,
    ...(spec.hugePages === undefined ? {} : { huge_pages: spec.hugePages }),
    ...(spec.cpuTemplate === undefined ? {} : { cpu_template: spec.cpuTemplate }),
  };
}

/**
 * Body of PATCH /machine-config, before the boot: the changed fields, or all of them where the version wants them all.
 * @throws BenchError `SPEC_INVALID` when the version cannot take it
 */
export function machineConfigPatch(
  dialect: Dialect,
  spec: MachineSpec,
  change: Partial<MachineSpec>,
): RequestBody {
  const whole = machineConfigBody(dialect, { ...spec, ...change });
  if (!supports(dialect, 'partialMachineConfig')) return whole;
  const names: Readonly<Record<string, string>> = {
    vcpus: 'vcpu_count',
    memMib: 'mem_size_mib',
    smt: 'smt',
    trackDirtyPages: 'track_dirty_pages',
    hugePages: 'huge_pages',
    cpuTemplate: 'cpu_template',
  };
  const changed = new Set(Object.keys(change).map((key) => names[key]));
  return Object.fromEntries(Object.entries(whole).filter(([name]) => changed.has(name)));
}

/** Body of PUT /boot-source. */
export function bootSourceBody(source: {
  readonly kernel: JailPath;
  readonly initrd?: JailPath | undefined;
  readonly bootArgs: string;
}): RequestBody {
  return {
    kernel_image_path: source.kernel,
    ...(source.initrd === undefined ? {} : { initrd_path: source.initrd }),
    boot_args: source.bootArgs,
  };
}

/**
 * Body of PUT /cpu-config, as the user gave it.
 * @throws BenchError `SPEC_INVALID` before 1.4
 */
export function cpuConfigBody(dialect: Dialect, template: RequestBody): RequestBody {
  requireFeature(dialect, 'cpuConfig', 'use a custom CPU template');
  return template;
}

/**
 * Body of PUT /serial.
 * @throws BenchError `SPEC_INVALID` before 1.14
 */
export function serialBody(dialect: Dialect, path: JailPath): RequestBody {
  requireFeature(dialect, 'serial', 'send the serial console to a file');
  return { serial_out_path: path };
}
