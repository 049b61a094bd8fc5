/** What a stream of Java's serialization holds, before anybody asks what it means. */
export type JavaValue =
  null | boolean | number | bigint | string | JavaObject | JavaArray | JavaEnum | JavaClass;

/** An instance: one level for each class that has a say, the most general first. */
export interface JavaObject {
  readonly kind: 'object';
  readonly type: string;
  readonly levels: readonly JavaLevel[];
}

export interface JavaLevel {
  readonly type: string;
  readonly fields: ReadonlyMap<string, JavaValue>;
  /** What the class wrote by its own method: objects, and bytes between them. */
  readonly written: readonly (JavaValue | Buffer)[];
}

export interface JavaArray {
  readonly kind: 'array';
  /** `[J`, `[Ljava.lang.String;` */
  readonly type: string;
  readonly items: readonly JavaValue[];
}

export interface JavaEnum {
  readonly kind: 'enum';
  readonly type: string;
  readonly name: string;
}

/** A class as a value; also what stands for a proxy's class. */
export interface JavaClass {
  readonly kind: 'class';
  readonly name: string;
}

export function isObject(value: JavaValue): value is JavaObject {
  return typeof value === 'object' && value !== null && value.kind === 'object';
}

/** The field of any level, the most special first. */
export function fieldOf(object: JavaObject, name: string): JavaValue | undefined {
  return object.levels.findLast(({ fields }) => fields.has(name))?.fields.get(name);
}
