import { expect, test } from 'vitest';
import type { RuleFinding } from '../../src/model/rule-finding.ts';
import { acceptedText, preflightText } from '../../src/report/preflight-text.ts';
import { yamlDiffText } from '../../src/report/yaml-diff-text.ts';

const finding: RuleFinding = {
  rule: 'java',
  severity: 'block',
  verdict: 'broken',
  what: 'its Java is 8',
  nodes: ['10.0.0.1'],
  fix: 'install another',
  source: 'bin/cassandra.in.sh',
};
const four = ['10.0.0.1', '10.0.0.2', '10.0.0.3', '10.0.0.4'];

test('what blocks, what warns, what is not known, what was not judged, what only the operator knows', () => {
  const findings: readonly RuleFinding[] = [
    finding,
    { ...finding, rule: 'jamm', verdict: 'cannot-tell', what: 'no answer', nodes: four },
    { ...finding, rule: 'hint-window', severity: 'warn', nodes: [] },
    { ...finding, rule: 'auto-snapshot', severity: 'info' },
    { ...finding, rule: 'yaml-keys', verdict: 'not-judged', what: 'no files', fix: 'add them' },
    {
      ...finding,
      rule: 'yaml-both-names',
      verdict: 'not-judged',
      what: 'no files',
      fix: 'add them',
    },
    { ...finding, rule: 'udt-fix', severity: 'info', verdict: 'note', nodes: [] },
  ];
  const heads = preflightText(findings).filter((line) => !/^ {8}/.test(line));
  expect(heads).toEqual([
    'Preflight:',
    '  BLOCK  java: 10.0.0.1: its Java is 8',
    '  BLOCK  jamm: 10.0.0.1, 10.0.0.2, 10.0.0.3 and 1 more: cannot tell, no answer',
    '  warn   hint-window: its Java is 8',
    '  info   auto-snapshot: 10.0.0.1: its Java is 8',
    '  not judged (no files; 10.0.0.1): yaml-keys, yaml-both-names',
    '  note   udt-fix: its Java is 8',
  ]);
  expect(preflightText([finding])).toContain('        source: bin/cassandra.in.sh');
  expect(preflightText([])).toEqual([]);
});

test('a reason is printed with its rule, and nothing in it reaches the terminal as control', () => {
  const because = 'so \u001b[31mit is';
  const shown = 'so \\u001b[31mit is';
  expect(preflightText([finding], [{ rule: 'java', because }])).toContain(
    `        because: ${shown}`,
  );
  expect(acceptedText([{ rule: 'java', because }])).toEqual([`accepted java: ${shown}`]);
  expect(acceptedText()).toEqual([]);
});

const place = { node: '10.0.0.1', path: '/etc/c/cassandra.yaml' };
const same = (text: string) => ({ kind: 'same', text }) as const;

test('a diff has the lines around a change, counts as patch wants them, and no password', () => {
  const lines = [
    ...['1', '2', '3', '4', '5'].map(same),
    { kind: 'gone', text: 'rpc_port: 9160' },
    same('  keystore_password: "hush, hush"'),
    same('  options: {truststore_password: hush, b: 1}'),
    ...['8', '9', '10', '11', '12', '13'].map(same),
    { kind: 'new', text: 'mode: \u001b[1mx' },
  ] as const;
  expect(yamlDiffText(place, lines)).toEqual([
    '--- 10.0.0.1:/etc/c/cassandra.yaml',
    '+++ 10.0.0.1:/etc/c/cassandra.yaml as it must be',
    '@@ -3,7 +3,6 @@',
    ' 3',
    ' 4',
    ' 5',
    '-rpc_port: 9160',
    '   keystore_password: ***',
    '   options: {truststore_password: ***',
    ' 8',
    '@@ -12,3 +11,4 @@',
    ' 11',
    ' 12',
    ' 13',
    '+mode: \\u001b[1mx',
  ]);
});

test('a file in which nothing is to be changed says so', () => {
  expect(yamlDiffText(place, [same('a: 1')])).toEqual([
    '10.0.0.1: /etc/c/cassandra.yaml stays as it is',
  ]);
});

test.each([
  ['keystore_password: pa,ss}#x', '***'],
  ['  truststore_password: "a\\"b"', '***'],
  ["  keystore_password: 'it''s'", '***'],
  ['  private_key: |', '***'],
  ['opts: {keystore_password: x, b: 1}', '***'],
])('of "%s" nothing of the secret is shown', (text, masked) => {
  const lines = [{ kind: 'same', text } as const, { kind: 'gone', text: 'next: 1' } as const];
  const [, , , shown = ''] = yamlDiffText({ node: 'n', path: '/y' }, lines);
  expect(shown.endsWith(`: ${masked}`)).toBe(true);
});

test('a secret that goes on below its key is not shown either', () => {
  const lines = ['  private_key: |', '    -----BEGIN', '    abc', '  enabled: true'].map(
    (text) => ({ kind: 'gone', text }) as const,
  );
  expect(yamlDiffText({ node: 'n', path: '/y' }, lines).slice(3)).toEqual([
    '-  private_key: ***',
    '-    ***',
    '-    ***',
    '-  enabled: true',
  ]);
});
