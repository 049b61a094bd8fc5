import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { faultKinds, faultTitles } from '../../src/simulate/fault-kinds.ts';
import { casesOfDeaths } from './fault-cases-deaths.ts';
import { casesOfCommands } from './fault-cases-commands.ts';
import { casesOfTheWayDown } from './fault-cases-down.ts';
import { casesOfLoad } from './fault-cases-load.ts';
import { casesOfTheWayBack } from './fault-cases-start.ts';
import { casesOfConnections, casesOfNodetool } from './fault-cases-tools.ts';
import { casesOfViews } from './fault-cases-views.ts';
import { goThrough, type FaultCase } from './faulted-roll.ts';

/** Every fault there is, in a roll of three nodes by the real executor, gates and detectors. */
const catalogue = {
  'the way down': casesOfTheWayDown,
  'the way back': casesOfTheWayBack,
  'what nodes see of each other': casesOfViews,
  deaths: casesOfDeaths,
  nodetool: casesOfNodetool,
  'the connection': casesOfConnections,
  'commands that do nothing': casesOfCommands,
  load: casesOfLoad,
} satisfies Record<string, readonly FaultCase[]>;

describe.each(Object.entries(catalogue))('%s', (_, cases) => {
  test.each(cases)('$title', goThrough);
});

const cases = Object.values(catalogue).flat();

test('every kind of fault is gone through', () => {
  const kinds = cases.flatMap(({ faults }) => faults.map(({ kind }) => kind));
  expect([...new Set(kinds)].sort()).toEqual([...faultKinds].sort());
});

test('docs/faults.md lists every kind, with its title, in order', () => {
  expect(rowsOfTheDoc().map(([kind, title]) => [kind, title])).toEqual(
    faultKinds.map((kind) => [`\`${kind}\``, faultTitles[kind]]),
  );
});

test.each(rowsOfTheDoc())('docs/faults.md: %s: the text is the one that is told', (...row) => {
  const [kind = '', , does = '', told = ''] = row;
  const own = cases.filter(({ faults }) => faults.some((fault) => `\`${fault.kind}\`` === kind));
  if (told === 'nothing') {
    expect(own.map(({ told: each }) => each)).toEqual(own.map(() => undefined));
    return;
  }
  const parts = told.replaceAll('`', '').split('…').map(escaped);
  const texts = own.flatMap(({ told: each }) => (each ? [plain(each.message)] : []));
  expect(texts.filter((text) => new RegExp(`^${parts.join('.+')}$`).test(text))).not.toEqual([]);
  for (const { told: each } of own) {
    if (each) expect(does).toContain(`exit ${each.exitCode}`);
  }
});

function rowsOfTheDoc(): readonly (readonly string[])[] {
  const text = readFileSync(new URL('../../docs/faults.md', import.meta.url), 'utf8');
  return text
    .split('\n## ', 1)
    .join()
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) => line.split(' | ').map((cell) => cell.replaceAll(/^\| | \|$/g, '').trim()));
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** A pattern as the text it was made of, near enough to compare. */
function plain(message: string | RegExp): string {
  if (typeof message === 'string') return message;
  return message.source.replaceAll(/^\^|\$$/g, '').replaceAll('\\', '');
}
