import { describe, expect, it } from 'vitest';
import { namespacePath } from '../../../../src/host/network/network-namespace.ts';

describe('namespacePath()', () => {
  it.each(['mvb-4713-143032-1', 'a', '0'.repeat(64)])('takes "%s"', (name) => {
    expect(namespacePath(name)).toBe(`/var/run/netns/${name}`);
  });

  it.each(['', '-n', '.', '..', '../x', 'a/b', 'a b', 'é', 'a\n', 'a'.repeat(65)])('refuses "%s"', (name) => {
    expect(() => namespacePath(name)).toThrow(
      expect.objectContaining({
        code: 'ID_INVALID',
        message: `Cannot name a network namespace "${name}": 1 to 64 letters, digits or hyphens are allowed, no hyphen first`,
      }),
    );
  });
});
