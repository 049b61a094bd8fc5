/** Of a class in the stream: what its instances are made of. */
export interface ClassDescription {
  readonly name: string;
  readonly flags: number;
  readonly fields: readonly FieldDescription[];
  readonly parent: ClassDescription | undefined;
}

export interface FieldDescription {
  /** B C D F I J S Z, or L and [ for objects and arrays. */
  readonly code: string;
  readonly name: string;
}

/** Flags of a class (Java Object Serialization Specification 6.4.2). */
export const classFlags = {
  writeMethod: 0x01,
  serializable: 0x02,
  externalizable: 0x04,
  blockData: 0x08,
} as const;
