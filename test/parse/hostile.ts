/** Chance that is the same for the same seed (mulberry32). */
export interface Chance {
  /** A whole number from 0 to below `limit`. */
  readonly below: (limit: number) => number;
  /** One of them; there has to be one. */
  readonly of: <T>(items: readonly T[]) => T;
}

export function chanceOf(seed: number): Chance {
  let state = seed;
  const below = (limit: number) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * limit);
  };
  return { below, of: (items) => items[below(items.length)] as (typeof items)[number] };
}

/** Changes a text as a sick node, a bad line, another locale or an enemy would. */
type Change = (text: string, chance: Chance, others: readonly string[]) => string;

const strange = [
  ...['\u0000', '\u001b[2J', '\u0007', '\r', '\r\n', '\n\n', '\t', ' '.repeat(500), '\u202e', '😀'],
  ...['\ud800', 'é', '١٢', '-1', '-', '0x1F', '1e999', '9'.repeat(400), 'NaN', '?', 'null', 'N/A'],
  ...['"', '\\', '{', '}', '[', ']', '(', ')', ':', ',', '/', '%', '__proto__', 'x'.repeat(5_000)],
] as const;

const withLines = (change: (lines: string[], at: number, chance: Chance) => void): Change => {
  return (text, chance) => {
    const lines = text.split('\n');
    change(lines, chance.below(lines.length), chance);
    return lines.join('\n');
  };
};

const changes: readonly Change[] = [
  (text, { below }) => text.slice(0, below(text.length + 1)),
  withLines((lines, at) => lines.splice(at, 1)),
  withLines((lines, at) => lines.splice(at, 0, lines[at] ?? '')),
  withLines((lines, at, { below }) => lines.splice(below(lines.length), 0, ...lines.splice(at, 1))),
  // In some of the lines a piece is gone.
  (text, { below }) => {
    const at = below(text.length);
    return text.slice(0, at) + text.slice(at + 1 + below(30));
  },
  (text, { below }) => {
    const at = below(text.length);
    return text.slice(0, at) + String.fromCharCode(below(256)) + text.slice(at + 1);
  },
  (text, { below, of }) => {
    const at = below(text.length + 1);
    return text.slice(0, at) + of(strange) + text.slice(at);
  },
  // A number, a word or a gap becomes something else.
  (text, { below, of }) => {
    const runs = [...text.slice(0, 4_000).matchAll(/\d+|[a-z]+| +/gi)];
    const { 0: run = '', index = 0 } = runs[below(runs.length)] ?? {};
    return text.slice(0, index) + of(strange) + text.slice(index + run.length);
  },
  (text) => text.replace(/(\d)\.(\d)/g, '$1,$2'),
  (text) => text.replaceAll('\n', '\r\n'),
  (text, { of }, others) => text + of(others),
  (text, { of }, others) => of(others) + text,
  (_, { of }, others) => of(others),
];

/** One to four changes of a text, or random bytes. `others` are what other commands print. */
export function spoilt(text: string, chance: Chance, others: readonly string[]): string {
  if (chance.below(20) === 0) return randomBytes(chance);
  let changed = text;
  for (let left = 1 + chance.below(4); left > 0; left -= 1) {
    changed = chance.of(changes)(changed, chance, others);
  }
  return changed;
}

function randomBytes({ below }: Chance): string {
  const bytes = Uint8Array.from({ length: below(400) }, () => below(256));
  return `${Buffer.from(bytes).toString(below(2) === 0 ? 'utf8' : 'latin1')}\n`;
}

/** A text of about `length` characters, in which a piece of it comes again and again. */
export function swollen(text: string, chance: Chance, length: number): string {
  const at = chance.below(text.length + 1);
  const from = chance.below(text.length);
  const piece = chance.of([
    text.slice(from, from + 1 + chance.below(60)),
    text.slice(from, from + 1 + chance.below(3)),
    ...(['  ', '\t', '1', '1 ', '/', '"', '\\"', ',', '=', ')', ']', ', ', '-', '\n'] as const),
  ]);
  return text.slice(0, at) + piece.repeat(length / Math.max(1, piece.length)) + text.slice(at);
}

/** Leaves of a value that no reading may have; negative is only the space that is left on a disk. */
export function oddities(value: unknown, path = ''): readonly string[] {
  if (typeof value === 'number') {
    const isOdd = !Number.isFinite(value) || (value < 0 && !path.endsWith('.availableBytes'));
    return isOdd ? [`${path} = ${value}`] : [];
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, each]) => oddities(each, `${path}.${key}`));
}

/** A value with one of its leaves, at any depth, changed or gone. */
export function spoiltValue(value: unknown, chance: Chance, instead: readonly unknown[]): unknown {
  const entries = entriesOf(value);
  if (entries.length === 0) return chance.of(instead);
  const at = chance.below(entries.length);
  const changed = entries.flatMap(([key, each], i) => {
    if (i !== at) return [[key, each] as const];
    return chance.below(6) === 0 ? [] : [[key, spoiltValue(each, chance, instead)] as const];
  });
  if (Array.isArray(value)) return changed.map(([, each]) => each);
  return value instanceof Map ? new Map(changed) : Object.fromEntries(changed);
}

function entriesOf(value: unknown): readonly (readonly [unknown, unknown])[] {
  if (typeof value !== 'object' || value === null) return [];
  return value instanceof Map ? [...value] : Object.entries(value);
}

/** What a driver may hand out in the place of something else. */
export const strangePlain: readonly unknown[] = [
  ...[undefined, null, true, '', '?', 'null', -1, 0, 1.5, Number.NaN, Number.POSITIVE_INFINITY],
  ...[
    '9'.repeat(400),
    '-5',
    '1e999',
    'x'.repeat(5_000),
    '\u0000\u001b[2J',
    '__proto__',
    [],
    [null],
    {},
  ],
];

/** What a bean may say. */
export const strangeJmx: readonly unknown[] = [
  ...strangePlain,
  ...[2n ** 80n, -(2n ** 80n), 10n ** 400n, new Map(), new Map([[null, 1]])],
];
