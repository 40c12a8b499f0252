import { describe, expect, it } from 'vitest';
import { CleanupStack } from '../../../src/base/cleanup-stack.ts';
import { unwrapSuppressed } from '../../../src/base/errors.ts';

describe('CleanupStack', () => {
  it('undoes in reverse order and tries every step', async () => {
    const done: string[] = [];
    const stack = new CleanupStack();
    stack.defer('undo a', () => void done.push('a'));
    stack.defer('undo b', () => {
      throw new Error('b is stuck');
    });
    stack.defer('undo c', () => void done.push('c'));
    await expect(stack[Symbol.asyncDispose]()).rejects.toMatchObject({
      code: 'CLEANUP_FAILED',
      message: 'Cannot clean up: undo b (b is stuck)',
    });
    expect(done).toEqual(['c', 'a']);
  });

  it('undoes each step once', async () => {
    let count = 0;
    const stack = new CleanupStack();
    stack.defer('count', () => void (count += 1));
    await stack[Symbol.asyncDispose]();
    await stack[Symbol.asyncDispose]();
    expect(count).toBe(1);
  });

  it('undoes nothing after move()', async () => {
    const done: string[] = [];
    const moved = await (async () => {
      await using stack = new CleanupStack();
      stack.defer('undo', () => void done.push('undone'));
      return stack.move();
    })();
    expect(done).toEqual([]);
    await moved[Symbol.asyncDispose]();
    expect(done).toEqual(['undone']);
  });

  it("keeps the body's failure in front of a clean-up failure", async () => {
    const run = async (): Promise<void> => {
      await using stack = new CleanupStack();
      stack.defer('fail too', () => {
        throw new Error('clean-up');
      });
      throw new Error('body');
    };
    const thrown: unknown = await run().catch((error: unknown) => error);
    const { first, later } = unwrapSuppressed(thrown);
    expect(first).toMatchObject({ message: 'body' });
    expect(later).toMatchObject([{ code: 'CLEANUP_FAILED' }]);
  });
});
