import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fillArgv, placeholdersOf } from '../../src/model/argv-template.ts';

test('fills placeholders, several in one argument, and leaves all else alone', () => {
  expect(
    fillArgv(['ctl', '{home}/bin:{version}', "awk '{print $1}'", '{ x }', '{{home}}', '{other}'], {
      home: '/n/1',
      version: '5.0.8',
    }),
  ).toEqual(['ctl', '/n/1/bin:5.0.8', "awk '{print $1}'", '{ x }', '{home}', '{other}']);
});

test('names the placeholders, but not literals in double braces', () => {
  expect(placeholdersOf('{home}/{version} {{literal}} ${SHELL}')).toEqual([
    'home',
    'version',
    'SHELL',
  ]);
});

test('a value is never read as a template, nor split, nor taken from the prototype', () => {
  expect(fillArgv(['{toString}'], {})).toEqual(['{toString}']);
  fc.assert(
    fc.property(fc.string(), (home) => {
      expect(fillArgv(['a', '{home}', 'b'], { home })).toEqual(['a', home, 'b']);
    }),
  );
  expect(fillArgv(['{home}'], { home: '{version} $& $1', version: 'x' })).toEqual([
    '{version} $& $1',
  ]);
});
