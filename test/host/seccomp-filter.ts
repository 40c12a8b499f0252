/** Classic BPF (Linux, Documentation/userspace-api/seccomp_filter.rst): loads the system call's number, compares, returns. */
function trap(systemCall: number): readonly bigint[] {
  const instruction = (code: number, jumpFalse: number, k: number): bigint =>
    BigInt(code) | (BigInt(jumpFalse) << 24n) | (BigInt(k) << 32n);
  return [
    instruction(0x20, 0, 0),
    instruction(0x15, 1, systemCall),
    instruction(0x06, 0, 0x0003_0000),
    instruction(0x06, 0, 0x7fff_0000),
  ];
}

/** A compiled filter as Firecracker 1.12 reads it: all its threads may do anything but one system call. */
export function filterWithout(systemCall: number): Buffer {
  const parts: Buffer[] = [];
  const number = (value: bigint): void => {
    const bytes = Buffer.alloc(8);
    bytes.writeBigUInt64LE(value);
    parts.push(bytes);
  };
  number(3n);
  for (const thread of ['vmm', 'api', 'vcpu']) {
    number(BigInt(thread.length));
    parts.push(Buffer.from(thread));
    const program = trap(systemCall);
    number(BigInt(program.length));
    program.forEach(number);
  }
  return Buffer.concat(parts);
}
