/** Version 4 (Cassandra 2.2 on); an older node says so in an answer, which is an answer. */
const version = 0x04;
const opcode = { error: 0x00, options: 0x05, supported: 0x06 } as const;
/** Version, flags, stream (2 bytes), opcode, length of the body (4 bytes): v4 specification, section 2. */
const headerBytes = 9;

/** OPTIONS has no body and may be sent before STARTUP: it costs the node next to nothing. */
export const optionsFrame = Buffer.from([version, 0, 0, 0, opcode.options, 0, 0, 0, 0]);

/** `more` bytes are needed; else whether they begin an answer to OPTIONS. */
export function readAnswer(bytes: Buffer): 'more' | 'answer' | 'no-cql' {
  const isResponse = bytes.length === 0 || ((bytes[0] ?? 0) & 0x80) !== 0;
  if (!isResponse) return 'no-cql';
  if (bytes.length < headerBytes) return 'more';
  const kind = bytes[4];
  return kind === opcode.supported || kind === opcode.error ? 'answer' : 'no-cql';
}
