/** CRC-64 of Jones, reflected, as Firecracker's crate `crc64` has it. */
const polynomial = 0x95ac_9329_ac4b_c9b5n;
const checksumBytes = 8;

function crc64(bytes: Buffer): bigint {
  let crc = 0n;
  for (const byte of bytes) {
    crc ^= BigInt(byte);
    for (let bit = 0; bit < 8; bit += 1) crc = (crc & 1n) === 1n ? (crc >> 1n) ^ polynomial : crc >> 1n;
  }
  return crc;
}

/** A vmstate file whose format has another major version and whose checksum is right. */
export function withOtherFormat(vmstate: Buffer): Buffer {
  const body = Buffer.from(vmstate.subarray(0, -checksumBytes));
  const checksum = Buffer.alloc(checksumBytes);
  checksum.writeBigUInt64LE(crc64(body));
  if (!checksum.equals(vmstate.subarray(-checksumBytes))) throw new Error('the checksum is another one');
  // After the magic number and the length of the text: "6.0.0".
  body.write('9', 16);
  checksum.writeBigUInt64LE(crc64(body));
  return Buffer.concat([body, checksum]);
}
