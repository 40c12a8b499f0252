import fc from 'fast-check';
import * as prettier from 'prettier';
import { baselineJsonSchema } from '../../../src/model/baseline-schema.ts';
import { configJsonSchema } from '../../../src/harness/define-config.ts';
import { describe, expect, it } from 'vitest';
import { parseStrict } from '../../../src/model/schema.ts';
import { trialRecordSchema } from '../../../src/model/trial-schema.ts';
import { calibrationJsonSchema } from '../../../src/model/calibration-schema.ts';
import { campaignJsonSchema } from '../../../src/model/campaign-schema.ts';
import {
  parseRunManifest,
  parseTrialRecord,
  runManifestJsonSchema,
  trialRecordJsonSchema,
} from '../../../src/model/run-schema.ts';
import { aCase, aFailure, aManifest, anArm, aPlacement, aPlan, aSmallRun, aTrial } from '../builders.ts';
import { verdictJsonSchema } from '../../../src/model/verdict-schema.ts';

/** The value as it comes back from a file. */
function throughJson(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

describe('parseRunManifest()', () => {
  it('gives back what was written', () => {
    const { manifest } = aSmallRun();
    expect(parseRunManifest(throughJson(manifest), 'it')).toEqual(manifest);
  });

  it('gives back the arms with what is their own', () => {
    const arms = [
      anArm({ id: 'base' }),
      anArm({
        id: 'candidate',
        overrides: { memMib: 512, smt: true, 'bootArgs+': 'quiet', firecrackerArguments: ['--no-seccomp'] },
      }),
    ];
    const armDifferences = [{ what: 'memMib', values: ['128', '512'] }];
    const cases = [aCase({ armPlacements: { candidate: aPlacement({ vcpus: [[3], [4]] }) } })];
    const digests = [{ role: 'kernel', path: '/vmlinux', sha256: 'ab', arms: ['candidate'] }];
    const manifest = aManifest({ plan: aPlan({ arms, armDifferences, cases }), digests });
    expect(parseRunManifest(throughJson(manifest), 'it')).toEqual(manifest);
  });

  it('gives back the manifest of a run that goes on', () => {
    const manifest = aManifest({ end: { status: 'running' } });
    expect(parseRunManifest(throughJson(manifest), 'it')).toEqual(manifest);
  });

  it('leaves out the fields that a newer minor version added', () => {
    const manifest = aManifest({ format: '1.7' });
    const newer = { ...manifest, weather: 'mild', host: { ...manifest.host, altitudeM: 400 } };
    expect(parseRunManifest(throughJson(newer), 'it')).toEqual(manifest);
  });

  it('refuses a newer major version, whatever else is in it', () => {
    expect(() => parseRunManifest({ format: '2.0' }, 'the manifest "m"')).toThrow(
      expect.objectContaining({
        code: 'RUN_MALFORMED',
        message: 'Cannot read the manifest "m": its format is 2.0, this version reads 1.x',
        hint: 'Use the version of microvm-bench that wrote it, or a newer one',
      }),
    );
  });

  it.each(['host', 'startedAt'] as const)('refuses a measured run without its %s', (field) => {
    const manifest = { ...aManifest(), [field]: undefined };
    expect(() => parseRunManifest(throughJson(manifest), 'it')).toThrow(
      `Cannot read it: "${field}" is missing`,
    );
  });

  it('gives back an imported run, which tells less', () => {
    const { startedAt: _startedAt, host: _host, ...rest } = aManifest({ end: { status: 'imported' } });
    const imported = {
      source: 'csv',
      files: [],
      isOrdered: true,
      hasBlocks: false,
      remarks: [],
      missing: [],
    };
    const cases = [{ id: 'csv', benchmarkId: 'csv', point: {} }];
    const manifest = { ...rest, imported, plan: aPlan({ arms: [{ id: 'base' }], cases }) };
    expect(parseRunManifest(throughJson(manifest), 'it')).toEqual(manifest);
    expect(() => parseRunManifest(throughJson({ ...manifest, imported: undefined }), 'it')).toThrow(
      '"host" is missing; "plan.arms[].launch" is missing',
    );
  });

  it.each([
    ['a value without a format', {}, '"format" is missing (expected string)'],
    ['a format that is no version', { format: 'one' }, '"format" is wrong: not a version like "1.0"'],
    ['a bad time', { ...aManifest(), startedAt: 'today' }, '"startedAt" is wrong: invalid ISO datetime'],
  ])('refuses %s', (_what, value, problem) => {
    expect(() => parseRunManifest(value, 'it')).toThrow(`Cannot read it: ${problem}`);
  });
});

describe('parseTrialRecord()', () => {
  it('gives back what was written', () => {
    for (const trial of aSmallRun().trials) {
      expect(parseTrialRecord(throughJson(trial), 'it')).toEqual(trial);
    }
  });

  it('gives back every way to end', () => {
    const outcomes = [aFailure({ hint: 'Try again' }), { status: 'aborted', reason: 'SIGINT' }] as const;
    for (const outcome of outcomes) {
      const trial = aTrial({ outcome });
      expect(parseTrialRecord(throughJson(trial), 'it')).toEqual(trial);
    }
  });

  it.each([
    [{ samples: { 'boot.guest': null } }, '"samples.boot.guest" is wrong: expected number, received null'],
    [{ wallNs: 1.5 }, '"wallNs" is wrong: expected int, received number'],
    [{ wallNs: -1 }, '"wallNs" is wrong: too small: expected number to be >=0'],
    [{ isWarmup: 'no' }, '"isWarmup" is wrong: expected boolean, received string'],
  ])('refuses %j', (change, problem) => {
    expect(() => parseTrialRecord({ ...aTrial(), ...change }, 'line 3')).toThrow(
      `Cannot read line 3: ${problem}`,
    );
  });
});

describe('the published JSON Schemas', () => {
  it.each([
    ['run-manifest.schema.json', runManifestJsonSchema],
    ['trial-record.schema.json', trialRecordJsonSchema],
    ['campaign.schema.json', campaignJsonSchema],
    ['calibration.schema.json', calibrationJsonSchema],
    ['verdict.schema.json', verdictJsonSchema],
    ['config.schema.json', configJsonSchema],
    ['verdict.schema.json', verdictJsonSchema],
    ['baseline.schema.json', baselineJsonSchema],
  ])('%s is current', async (name, generate) => {
    const path = new URL(`../../../schema/${name}`, import.meta.url).pathname;
    const options = await prettier.resolveConfig(path);
    const text = await prettier.format(JSON.stringify(generate()), { ...options, parser: 'json' });
    await expect(text).toMatchFileSnapshot(path);
  });
});

describe('the samples of a trial', () => {
  const outcomeOf = (parse: () => unknown): unknown => {
    try {
      return parse();
    } catch (thrown) {
      return String(thrown);
    }
  };
  const strictly = (value: unknown): unknown =>
    parseStrict(trialRecordSchema, value, { what: 'it', code: 'RUN_MALFORMED' });

  it('are taken and refused exactly as the schema does, with the same words', () => {
    const number = fc.oneof(fc.double(), fc.integer(), fc.constant(null));
    const samples = fc.oneof(
      fc.dictionary(fc.oneof(fc.string(), fc.constant('__proto__')), number),
      fc.dictionary(fc.string(), fc.double({ noNaN: true, noDefaultInfinity: true })),
      fc.anything(),
    );
    fc.assert(
      fc.property(samples, fc.boolean(), (made, isWhole) => {
        const value = { ...aTrial(), samples: made, ...(isWhole ? {} : { block: -1 }) };
        expect(outcomeOf(() => parseTrialRecord(value, 'it'))).toEqual(outcomeOf(() => strictly(value)));
      }),
    );
    const own: unknown = JSON.parse('{ "__proto__": 1, "a": 2 }');
    const withOwn = { ...aTrial(), samples: own };
    expect(parseTrialRecord(withOwn, 'it')).toEqual(strictly(withOwn));
    expect(JSON.stringify(parseTrialRecord(aTrial(), 'it'))).toBe(JSON.stringify(strictly(aTrial())));
  });
});
