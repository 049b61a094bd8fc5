/** Marks of the stream (Java Object Serialization Specification 6.4.2). */
export const token = {
  null: 0x70,
  reference: 0x71,
  classDescription: 0x72,
  object: 0x73,
  string: 0x74,
  array: 0x75,
  class: 0x76,
  block: 0x77,
  endOfBlock: 0x78,
  longBlock: 0x7a,
  longString: 0x7c,
  proxyDescription: 0x7d,
  enum: 0x7e,
  /** The first object has this handle. */
  firstHandle: 0x7e0000,
} as const;
