/**
 * JSON as Jackson's pretty printer writes it: objects over several lines, arrays on one, blanks
 * around colons. NaN and Infinity come bare, as mxdump writes them.
 */
export function prettyJson(value: unknown, depth = 1): string {
  if (Array.isArray(value)) return arrayOf(value, depth);
  if (typeof value === 'object' && value !== null) return objectOf(value, depth);
  return typeof value === 'number' ? String(value) : JSON.stringify(value);
}

function arrayOf(values: readonly unknown[], depth: number): string {
  if (values.length === 0) return '[ ]';
  return `[ ${values.map((each) => prettyJson(each, depth)).join(', ')} ]`;
}

function objectOf(value: object, depth: number): string {
  const entries = Object.entries(value);
  if (entries.length === 0) return '{ }';
  const fields = entries.map(
    ([key, each]) => `${'  '.repeat(depth)}${JSON.stringify(key)} : ${prettyJson(each, depth + 1)}`,
  );
  return `{\n${fields.join(',\n')}\n${'  '.repeat(depth - 1)}}`;
}
