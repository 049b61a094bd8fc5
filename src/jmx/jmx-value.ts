/**
 * What a node answers, as plain data. A `long` is a number, and a bigint where a number would not be
 * exact. Composite data is a map by item name; tabular data a list of such maps. A class that is not
 * known is an `Opaque`: its name and its fields, never run.
 */
export type JmxValue =
  null | boolean | number | bigint | string | readonly JmxValue[] | JmxMap | Opaque;

export type JmxMap = ReadonlyMap<JmxValue, JmxValue>;

export class Opaque {
  readonly type: string;
  readonly fields: ReadonlyMap<string, JmxValue>;
  constructor(type: string, fields: ReadonlyMap<string, JmxValue>) {
    this.type = type;
    this.fields = fields;
  }
}
