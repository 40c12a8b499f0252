import { CleanupStack } from '../base/cleanup-stack.ts';
import { BenchError, errorMessage } from '../base/errors.ts';
import type { HostPath } from '../model/brands.ts';
import type { ArmContext, BenchmarkDefinition } from '../model/definition.ts';
import type { HostMemory } from '../model/observations.ts';
import type { Case } from '../model/plan.ts';
import { startTimeline } from '../model/timeline.ts';
import { createOpener, forDefinition, type OpenerInput } from './vm-opener.ts';

/** A folder on the jails' filesystem. Disposal removes it. */
export interface FixtureFolder extends AsyncDisposable {
  readonly path: HostPath;
}

export interface FixtureInput extends Omit<OpenerInput, 'timeline'> {
  readonly definition: BenchmarkDefinition;
  readonly case: Case;
  readonly arm: ArmContext;
  readonly readHostMemory: () => HostMemory;
}

/** What the trials of one case and arm share, or why there is none: then each of them fails with that reason. */
export type Fixture =
  { readonly kind: 'made'; readonly value: unknown } | { readonly kind: 'failed'; readonly thrown: unknown };

/** Makes each fixture when the first of its trials needs it. Disposal removes them all. */
export interface Fixtures extends AsyncDisposable {
  readonly get: (input: FixtureInput) => Promise<Fixture>;
}

export function createFixtures(openFolder: (armId: string) => FixtureFolder): Fixtures {
  const made = new Map<string, Promise<Fixture>>();
  const cleanup = new CleanupStack();
  return {
    get(input): Promise<Fixture> {
      const key = fixtureKey(input);
      const fixture =
        made.get(key) ?? makeFixture(input, () => cleanup.use('remove a fixture', openFolder(input.arm.id)));
      made.set(key, fixture);
      return fixture;
    },
    [Symbol.asyncDispose]: () => cleanup[Symbol.asyncDispose](),
  };
}

/** Equal for all cases that share a fixture. */
function fixtureKey({ definition, case: { benchmarkId, point }, arm }: FixtureInput): string {
  const names = definition.fixtureParameters ?? Object.keys(point);
  return JSON.stringify([benchmarkId, arm.id, ...names.map((name) => [name, point[name]])]);
}

async function makeFixture(input: FixtureInput, openFolder: () => FixtureFolder): Promise<Fixture> {
  const { definition, arm, spec, readHostMemory, signal, timeoutMs } = input;
  if (definition.fixture === undefined) return { kind: 'made', value: undefined };
  const folder = openFolder().path;
  await using opener = createOpener({ ...input, timeline: startTimeline() });
  const { point } = input.case;
  const context = { ...forDefinition(opener), point, arm, spec, readHostMemory, signal, timeoutMs, folder };
  try {
    return { kind: 'made', value: await definition.fixture(context) };
  } catch (thrown) {
    opener.saveEvidence();
    const text = `Cannot make what the trials of ${input.case.id} share: ${errorMessage(thrown)}`;
    const failure =
      thrown instanceof BenchError ? thrown : new BenchError('DEFINITION_FAILED', text, { cause: thrown });
    return { kind: 'failed', thrown: failure };
  }
}
