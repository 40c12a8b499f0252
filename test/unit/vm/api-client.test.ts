import { describe, expect, it } from 'vitest';
import { readFaultMessage } from '../../../src/vm/firecracker/api-client.ts';
import { jailerWords } from '../../../src/vm/firecracker/wait-api-ready.ts';

describe('readFaultMessage()', () => {
  it("reads the VMM's own errors", () => {
    expect(readFaultMessage('{"fault_message":"Invalid kernel: \\"x\\""}')).toBe('Invalid kernel: "x"');
  });

  it("reads its HTTP parser's errors, which are not JSON", () => {
    const text =
      '{ "error": "Request payload with size 60002 is larger than the limit of 51200 allowed by server.\nAll previous unanswered requests will be dropped." }';
    expect(readFaultMessage(text)).toBe(
      'Request payload with size 60002 is larger than the limit of 51200 allowed by server. All previous unanswered requests will be dropped.',
    );
  });

  it('gives other text as it is', () => {
    expect(readFaultMessage('  Bad Gateway\n')).toBe('Bad Gateway');
  });
});

describe('jailerWords()', () => {
  it("takes what the jailer's panic says", () => {
    const console =
      "thread 'main' panicked at src/jailer/src/main.rs:1:1:\nJailer error: Failed to open file /x: No such file\nnote: …";
    expect(jailerWords(console)).toBe('Failed to open file /x: No such file');
  });

  it('falls back to the last line', () => {
    expect(jailerWords('one\nFailed to parse arguments\n')).toBe('Failed to parse arguments');
  });
});
