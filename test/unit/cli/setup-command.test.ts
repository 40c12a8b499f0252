import { describe, expect, it } from 'vitest';
import { setupArguments } from '../../../src/cli/commands/setup.ts';

describe('setupArguments()', () => {
  it('asks for Firecracker alone and passes on what was given', () => {
    expect(setupArguments({ isJson: false }, '/package')).toEqual([
      '/package/scripts/setup.mjs',
      '--firecracker-only',
    ]);
    expect(setupArguments({ version: '1.12.1', isJson: true }, '/package')).toEqual([
      '/package/scripts/setup.mjs',
      '--firecracker-only',
      '--version',
      '1.12.1',
      '--json',
    ]);
  });
});
