import { beforeEach, inject } from 'vitest';
import { skipFor } from '../host/skips.ts';

// Of every file of the project: without a browser there is nothing that a test could try.
beforeEach((context) => {
  const shared = inject('browser');
  skipFor(context, 'whyNot' in shared ? shared.whyNot : undefined);
});
