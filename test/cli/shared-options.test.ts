import { Command } from 'commander';
import { expect, test } from 'vitest';
import {
  countOption,
  durationOption,
  eachOption,
  listOption,
} from '../../src/cli/shared-options.ts';

/** What a command makes of its arguments. */
function parsed(line: string): unknown {
  return new Command()
    .addOption(listOption('--faults <list>', ''))
    .addOption(eachOption('--because <text>', ''))
    .addOption(countOption('--seeds <count>', '', 1, 10))
    .addOption(durationOption('--for <duration>', ''))
    .parse(line.split(' '), { from: 'user' })
    .opts();
}

test.each([
  ['--faults a,b', ['a', 'b']],
  ['--faults a --faults b', ['a', 'b']],
  ['--faults a,b --faults c,a', ['a', 'b', 'c']],
])('%s: a list adds up, however it is written', (line, faults) => {
  expect(parsed(line)).toEqual({ faults });
});

test('a text that is given again and again keeps its commas and its order', () => {
  expect(parsed('--because b,a --because a --because b,a')).toEqual({
    because: ['b,a', 'a', 'b,a'],
  });
});

test.each(['1', '10'])('a count may be its limit: %s', (count) => {
  expect(parsed(`--seeds ${count}`)).toEqual({ seeds: Number(count) });
});

test.each(['0', '11', '-1', '1.5', '1e1', 'many'])('a count outside is refused: %s', (count) => {
  expect(() => parsed(`--seeds ${count}`)).toThrow(
    `--seeds: \`${count}\` is no number from 1 to 10`,
  );
});

test('a duration may have several parts', () => {
  expect(parsed('--for 1m30s')).toEqual({ for: 90_000 });
});
