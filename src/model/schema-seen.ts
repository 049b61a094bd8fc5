/** What one look told of the schema. */
export interface SchemaSeen {
  /** By release line, as `4.1`: one each. */
  readonly versions: Readonly<Record<string, string>>;
  /** A node is done, and is on another release or in another storage mode than before; of a restart never. */
  readonly isBegun: boolean;
}
