import type { HostFacts } from '../model/host-facts.ts';
import type { ReportAnalysis } from '../model/report.ts';
import type { RunManifest } from '../model/run.ts';
import type { HeadingOf } from './html-heading.ts';
import { dataTable, factTable } from './html-table.ts';
import { html, nothing, type Html } from './html-template.ts';

type Fact = readonly [name: string, value: string];

/** The machine: what it is, how it was set and how busy it was. What the host does not tell stands there as such. */
export function hostSection({ host, measuredCpus, harnessCpus }: RunManifest, heading: HeadingOf): Html {
  if (host === undefined) {
    return html`<section>
      <h2>${heading('Host')}</h2>
      <p>The source of this run does not tell on which host it was measured.</p>
    </section>`;
  }
  const cpus: readonly Fact[] = [
    ['measured CPUs', listText(measuredCpus)],
    ['harness on CPUs', listText(harnessCpus)],
  ];
  return html`<section>
    <h2>${heading('Host')}</h2>
    <div class="columns">
      <div>
        ${factTable('Identity', 'two runs can be compared only where these are equal', identityFacts(host))}
      </div>
      <div>
        ${factTable('Settings', 'what could have been set otherwise', [...settingFacts(host), ...cpus])}
        ${factTable('Observed', 'at the start of the run', observedFacts(host))}
      </div>
    </div>
  </section>`;
}

/** In what the machines of several runs differ; nothing for one run. */
export function hostDifferenceTable({ runs, hostDifferences }: ReportAnalysis): Html {
  if (runs.length < 2) return nothing;
  const table =
    hostDifferences.length === 0
      ? html`<p>
          All ${runs.length} runs are of hosts of the same identity and settings, measured on the same CPUs.
        </p>`
      : dataTable({
          title: 'Differences between the hosts',
          explanation: 'facts that not all runs have alike; numbers of different machines are not compared',
          columns: ['fact', ...runs.map(({ label }) => label)],
          rows: hostDifferences.map(
            ({ fact, values }) =>
              html`<tr>
                <th scope="row"><code>${fact}</code></th>
                ${values.map((value) => html`<td class="wide">${value}</td>`)}
              </tr> `,
          ),
        });
  return html`<section>
    <h2>The hosts of the runs</h2>
    ${table}
  </section>`;
}

function identityFacts({ identity }: HostFacts): readonly Fact[] {
  return [
    ['host', identity.hostname],
    ['architecture', identity.architecture],
    ['CPU', identity.cpuModel],
    ['CPUs', `${identity.cpuCount}, threads a core: ${toldText(identity.threadsPerCore)}`],
    ['NUMA nodes', String(identity.numaNodes)],
    ['microcode', toldText(identity.microcode)],
    ['memory', `${identity.memTotalMib} MiB`],
    ['kernel', identity.kernel],
    ['kernel command line', identity.kernelCommandLine],
    ['distribution', toldText(identity.distribution)],
    ['virtualization', identity.virtualization ?? 'none seen'],
    ['KVM modules', listText(identity.kvmModules)],
    ...mitigationFacts(identity.mitigations),
  ];
}

/** A row a vulnerability that the CPU has; those that it has not share one. */
function mitigationFacts(mitigations: HostFacts['identity']['mitigations']): readonly Fact[] {
  const isUnaffected = ([, value]: readonly [string, string]): boolean => value === 'Not affected';
  const all = Object.entries(mitigations);
  const unaffected = all.filter(isUnaffected).map(([name]) => name);
  return [
    ...all
      .filter((entry) => !isUnaffected(entry))
      .map(([name, value]): Fact => [`mitigation ${name}`, value]),
    ...(unaffected.length > 0 ? [['CPU not affected by', listText(unaffected)] as const] : []),
  ];
}

function settingFacts({ settings }: HostFacts): readonly Fact[] {
  return [
    ['frequency governors', listText(settings.governors)],
    ['turbo', toldText(settings.turbo)],
    ['SMT', toldText(settings.smt)],
    ['transparent huge pages', toldText(settings.transparentHugePages)],
    ['kernel samepage merging', toldText(settings.kernelSamepageMerging)],
    ['swap', `${settings.swapTotalMib} MiB`],
    ['isolated CPUs', settings.isolatedCpus === '' ? 'none' : settings.isolatedCpus],
    ['clock source', toldText(settings.clocksource)],
    ['cgroup', settings.cgroup],
    ['file system of the jails', settings.jailFilesystem],
  ];
}

function observedFacts({ observed }: HostFacts): readonly Fact[] {
  return [
    ['load average, 1 min', String(observed.loadAverage1m)],
    ['available memory', `${observed.memAvailableMib} MiB`],
    ['uptime', `${observed.uptimeS} s`],
  ];
}

function toldText(value: string | number | undefined): string {
  return value === undefined ? 'not told' : String(value);
}

function listText(values: readonly (string | number)[]): string {
  return values.length === 0 ? 'none' : values.join(', ');
}
