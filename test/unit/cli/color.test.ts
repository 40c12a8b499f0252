import { describe, expect, it } from 'vitest';
import {
  childEnvironment,
  createPalette,
  shouldColor,
  type ColorMode,
  type ColorTarget,
  type Environment,
} from '../../../src/cli/color.ts';

const terminal: ColorTarget = { isTTY: true, columns: 80 };
const pipe: ColorTarget = {};

describe('shouldColor()', () => {
  it.each<[ColorMode, readonly [Environment, ColorTarget], boolean]>([
    ['auto', [{}, terminal], true],
    ['auto', [{}, pipe], false],
    ['auto', [{}, { isTTY: true, columns: 0 }], false],
    ['auto', [{}, { isTTY: true }], true],
    ['auto', [{ TERM: 'dumb' }, terminal], false],
    ['auto', [{ CI: '1' }, pipe], false],
    ['auto', [{ CI: '1' }, terminal], true],
    ['auto', [{ NO_COLOR: '1' }, terminal], false],
    ['auto', [{ NO_COLOR: '' }, terminal], true],
    ['auto', [{ FORCE_COLOR: '1' }, pipe], true],
    ['auto', [{ FORCE_COLOR: 'true' }, pipe], true],
    ['auto', [{ FORCE_COLOR: '1', TERM: 'dumb' }, pipe], true],
    ['auto', [{ FORCE_COLOR: '' }, pipe], false],
    ['auto', [{ FORCE_COLOR: '0' }, pipe], false],
    ['auto', [{ FORCE_COLOR: 'false' }, pipe], false],
    ['auto', [{ NO_COLOR: '1', FORCE_COLOR: '1' }, terminal], false],
    ['always', [{ NO_COLOR: '1', TERM: 'dumb' }, pipe], true],
    ['never', [{ FORCE_COLOR: '1' }, terminal], false],
  ])('with --color %s, environment and stream %o is %s', (mode, [env, target], expected) => {
    expect(shouldColor(mode, env, target)).toBe(expected);
  });
});

describe('createPalette()', () => {
  it('colours only when told to', () => {
    expect(createPalette({ enabled: true }).red('x')).toBe('\u001b[31mx\u001b[39m');
    expect(createPalette({ enabled: false }).red('x')).toBe('x');
  });
});

describe('childEnvironment()', () => {
  it('drops FORCE_COLOR beside NO_COLOR, about which Node warns', () => {
    expect(childEnvironment({ NO_COLOR: '1', FORCE_COLOR: '1', A: 'b' })).toEqual({ NO_COLOR: '1', A: 'b' });
    expect(childEnvironment({ NO_COLOR: '', FORCE_COLOR: '1' })).toEqual({ NO_COLOR: '', FORCE_COLOR: '1' });
  });
});
