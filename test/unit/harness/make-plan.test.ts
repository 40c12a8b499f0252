import { describe, expect, it } from 'vitest';
import { BenchError } from '../../../src/base/errors.ts';
import { caseId, makePlan, specOf, type PlanInput, type PlannedArm } from '../../../src/harness/make-plan.ts';
import type { ArmFields } from '../../../src/model/arm.ts';
import { hostPath } from '../../../src/model/brands.ts';
import type { BenchmarkDefinition } from '../../../src/model/definition.ts';
import { aPlacement, anArm } from '../builders.ts';
import { aSpec } from './a-spec.ts';

const definition: BenchmarkDefinition = {
  id: 'boots',
  question: 'q',
  timedSpan: 't',
  disturbedBy: [],
  parameters: { memMib: [128, 512] },
  headline: 'h',
  collectors: [],
  vm: ({ memMib }) => aSpec({ memMib: Number(memMib) }),
  measure: () => Promise.reject(new Error('not measured here')),
};

function aPlannedArm(id: string, fields: ArmFields = {}): PlannedArm {
  return {
    arm: anArm({ id, launch: fields.launch ?? 'pid-namespace' }),
    context: {
      id,
      firecrackerVersion: '1.12.1',
      bootTimerAddress: '0xd0000000',
      probeGuest: hostPath('/probe'),
    },
    fields,
    binaries: { firecrackerSha256: 'ab'.repeat(32), jailerSha256: 'cd'.repeat(32) },
    cpus: '1-3',
    place: (vcpus) => ({
      plan: aPlacement({ vcpus: Array.from({ length: vcpus }, (_, index) => [3 + index]) }),
      findings: [],
    }),
    check: () => undefined,
  };
}

function anInput(arms: readonly PlannedArm[], overrides: Partial<PlanInput> = {}): PlanInput {
  return {
    definitions: [definition],
    arms,
    seed: 7,
    trialsPerCase: 4,
    warmupsPerCase: 1,
    trialTimeoutMs: 1000,
    stop: {},
    replacesInvalid: true,
    findings: [],
    ...overrides,
  };
}

describe('caseId()', () => {
  it('names the benchmark and its parameters', () => {
    expect(caseId('boot-time', { vcpus: 1, memMib: 128 })).toBe('boot-time/vcpus=1,memMib=128');
  });

  it('is the benchmark alone where there are no parameters', () => {
    expect(caseId('kills', {})).toBe('kills');
  });
});

describe('specOf()', () => {
  it("applies the arm after the definition's function", () => {
    const spec = specOf(definition, { memMib: 128 }, aPlannedArm('a', { memMib: 256, 'bootArgs+': 'quiet' }));
    expect(spec).toEqual(aSpec({ memMib: 256, bootArgs: 'mode=halt quiet' }));
  });

  it('refuses a field that no spec has, and names the benchmark', () => {
    const misspelt = { ...definition, vm: () => ({ ...aSpec(), hugepages: '2M' }) };
    const text =
      'Cannot read the microVM of boots/memMib=128: "hugepages" is not known (did you mean "hugePages"?)';
    expect(() => specOf(misspelt, { memMib: 128 }, aPlannedArm('a'))).toThrow(
      new BenchError('SPEC_INVALID', text),
    );
  });
});

describe('makePlan()', () => {
  it('compares nothing with one arm', () => {
    const plan = makePlan(anInput([aPlannedArm('base')]));
    expect(plan).not.toHaveProperty('armDifferences');
    expect(plan.cases.every((each) => !('armPlacements' in each))).toBe(true);
    expect(plan.findings).toEqual([]);
  });

  it('gives every block each arm equally often, warm-ups too', () => {
    const arms = ['a', 'b', 'c'].map((id) => aPlannedArm(id));
    const { blocks, armDifferences } = makePlan(anInput(arms));
    expect(armDifferences).toEqual([]);
    const counts = blocks.map(({ isWarmup, trials }) => [
      isWarmup,
      ['a', 'b', 'c'].map((id) => trials.filter(({ armId }) => armId === id).length).join(' '),
    ]);
    const [warm, measured] = [
      [true, '1 1 1'],
      [false, '2 2 2'],
    ];
    expect(counts).toEqual([warm, warm, measured, measured, measured, measured]);
  });

  it('leaves out cases that are not wanted', () => {
    const caseIds = ['boots/memMib=512', 'boots/memMib=7'];
    const { cases, blocks } = makePlan(anInput([aPlannedArm('base')], { caseIds }));
    expect(cases.map(({ id }) => id)).toEqual(['boots/memMib=512']);
    expect([...new Set(blocks.map((block) => block.caseId))]).toEqual(['boots/memMib=512']);
  });

  it('tells what differs and what is unfair, once for all cases', () => {
    const plan = makePlan(anInput([aPlannedArm('base'), aPlannedArm('candidate', { memMib: 512 })]));
    expect(plan.armDifferences).toEqual([{ what: 'memMib', values: ['128', '512'] }]);
    expect(plan.findings.map(({ rule, severity }) => [rule, severity])).toEqual([
      ['arms-memory', 'note'],
      ['plan-cannot-decide', 'warning'],
    ]);
  });

  it('warns of different files where nothing warms them', () => {
    const other = { ...aPlannedArm('candidate'), binaries: { firecrackerSha256: 'ef', jailerSha256: 'ef' } };
    const plan = makePlan(anInput([aPlannedArm('base'), other], { warmupsPerCase: 0 }));
    expect(plan.findings.map(({ rule }) => rule)).toEqual(['arms-not-warm', 'plan-cannot-decide']);
  });

  it('places an arm by itself where its vCPUs differ', () => {
    const { cases } = makePlan(anInput([aPlannedArm('base'), aPlannedArm('candidate', { vcpus: 2 })]));
    expect(cases[0]?.placement?.vcpus).toEqual([[3]]);
    expect(cases[0]?.armPlacements).toEqual({ candidate: aPlacement({ vcpus: [[3], [4]] }) });
  });

  it("checks each arm's spec by its own rules", () => {
    const refusing: PlannedArm = {
      ...aPlannedArm('candidate', { memMib: 64 }),
      check: ({ memMib }) => {
        throw new BenchError('SPEC_INVALID', `Cannot have ${memMib} MiB`);
      },
    };
    expect(() => makePlan(anInput([aPlannedArm('base'), refusing]))).toThrow('Cannot have 64 MiB');
  });
});
