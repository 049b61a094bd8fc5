import { unreadable } from './reading.ts';

export interface Bean {
  readonly name: string;
  readonly [attribute: string]: unknown;
}

/**
 * `nodetool sjk mxdump -q QUERY`: `{"beans": [{"name": ..., attributes}]}` after whatever the JVM
 * says first. NaN and Infinity come bare, which is no JSON; they become null. Only inside
 * `reading`.
 */
export function beansOf(text: string): readonly Bean[] {
  const at = text.search(/^\{/m);
  if (at < 0) unreadable(firstLine(text), 'no JSON in the text');
  const body = text.slice(at);
  const dump = fromJson(withoutNaN(body));
  const beans = (dump as { beans?: unknown } | null)?.beans;
  return Array.isArray(beans) && beans.every(isBean)
    ? beans
    : unreadable(firstLine(body), 'no list of beans in the JSON');
}

/** The properties of an ObjectName: `type=Table,scope=events` after the domain. */
export function propertiesOf(name: string): ReadonlyMap<string, string> {
  const pairs = name
    .slice(name.indexOf(':') + 1)
    .matchAll(/(?:^|,)([^=,]+)=("(?:[^"\\]|\\.)*"|[^,]*)/g);
  return new Map([...pairs].map(([, key = '', value = '']) => [key, value]));
}

/** Strings are matched too, so that a NaN inside one stays; one that never ends reaches to the end. */
function withoutNaN(json: string): string {
  return json.replace(/"(?:[^"\\]|\\.)*"?|-?\b(?:NaN|Infinity)\b/g, (token) =>
    token.startsWith('"') ? token : 'null',
  );
}

function fromJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    return unreadable(text.trimEnd().split('\n').at(-1) ?? '', `not JSON: ${String(error)}`);
  }
}

function isBean(value: unknown): value is Bean {
  return typeof (value as { name?: unknown } | null)?.name === 'string';
}

function firstLine(text: string): string {
  return text.trim().split('\n')[0] ?? '';
}
