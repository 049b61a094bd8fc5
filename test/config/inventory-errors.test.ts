import { expect, test } from 'vitest';
import { errorOf, expectError, general, parse, path } from './inventory-error.ts';

const secretHint =
  'passwordFrom: {file: PATH} or passwordFrom: {env: NAME} says where it is read from';

test.each([
  // The text, then the error: place, what is wrong, what would be right.
  ['- a', '1:1: inventory: list is not a map of key: value'],
  ['cluster: p', `1:1: nodes is missing | add it; ${general}`],
  ['nodes: [10.0.0.1]', `1:1: cluster is missing | add it; ${general}`],
  ['clustr: p', '1:1: inventory: unknown key "clustr" | did you mean cluster?'],
  [
    'zebra: p',
    '1:1: inventory: unknown key "zebra" | known here: cluster, limits, transport, cql, jmx, via, nodetool, commands, files, lockDir, ssh, docker, kubectl, consistency, acceptLoss, alerts, maintenanceWindow, writeRead, freeze, unfreeze, nodes',
  ],
  [
    'cluster: p\ncluster: q',
    '2:1: Map keys must be unique | a key is written once: remove one of the two, or put them together',
  ],
  ['cluster: [p', /^1:12: .*flow sequence.* \| look at the indentation, quotes and brackets/i],
  ['cluster:\n\t- p', /^2:1: Tabs .* \| indent with spaces/],
  [
    'cluster: p\n---\ncluster: q',
    /^2:1: Source contains multiple documents.* \| one file is one document/,
  ],
  ['cluster: !x p', /^1:10: Unresolved tag.* \| write the value without a !tag/],
  ['? [a]\n: b', '1:3: a key must be one word | write it as word: value'],
  ['cluster: p\ntransport: shh\nnodes: [10.0.0.1]', /^2:12: transport: "shh" is not known/],
  ['cluster: p\ntransport: {}\nnodes: [10.0.0.1]', /^2:12: transport\.simulated is missing/],
  [
    'cluster: p\ntransport: {simulate: x}\nnodes: [10.0.0.1]',
    '2:13: transport: unknown key "simulate" | did you mean simulated?',
  ],
  [
    'cluster: p\ntransport: {simulated: c.json}\nnodes: [10.0.0.1]\ncommands: {log: [cat, my.log]}',
    '4:17: commands.log: is not run: simulated nodes have a log of their own | leave it out, or name that log: [ringward, lab, exec, --dir, DIR, "{address}", log]',
  ],
  [
    'cluster: p\ntransport: {simulated: c.json}\nnodes:\n  - address: 10.0.0.1\n    commands: {log: [cat, my.log]}',
    /^5:21: commands\.log: is not run/,
  ],
  ['cluster: a/b\nnodes: []', /^1:10: cluster: "a\/b" is not a name/],
  ['cluster: true\nnodes: []', '1:10: cluster: "true" is not text'],
  ['cluster: ""\nnodes: []', '1:10: cluster: "" is not text that is not empty'],
  ['cluster: "a\\u001b[1m"\nnodes: []', /^1:10: cluster: "a\\u001b\[1m" is not text on one line/],
])('the file is wrong: %j', expectError);

const base = 'cluster: p\nnodes: [10.0.0.1]\n';

test.each([
  ['password: x', `3:1: inventory: a password is never written into this file | ${secretHint}`],
  ['cql: {password: x}', `3:7: cql: a password is never written into this file | ${secretHint}`],
  ['jmx: {password: x}', `3:7: jmx: a password is never written into this file | ${secretHint}`],
  ['cql: {prot: 1}', '3:7: cql: unknown key "prot" | did you mean port?'],
  ['cql: {port: 0}', '3:13: cql.port: "0" is not a whole number from 1 to 65535'],
  ['cql: {port: x}', '3:13: cql.port: "x" is not a whole number from 1 to 65535'],
  ['cql: {user: ops}', `3:6: cql.passwordFrom is missing | add it; ${general}`],
  ['cql: {passwordFrom: {env: X}}', `3:6: cql.user is missing | add it; ${general}`],
  [
    'cql: {user: o, passwordFrom: {env: X, file: y}}',
    /^3:30: cql.passwordFrom needs either file or env \| /,
  ],
  ['cql: {user: o, passwordFrom: {}}', /^3:30: cql.passwordFrom needs either file or env/],
  ['cql: {user: o, passwordFrom: secret}', /^3:30: cql.passwordFrom: text is not a map/],
  [
    'cql: {tls: {cert: a}}',
    /^3:12: cql.tls: cert and key are given together.* \| add key, or leave both out/,
  ],
  ['cql: {tls: {serverName: a}}', `3:12: cql.tls.ca is missing | add it; ${general}`],
  ['jmx: {user: o}', `3:6: jmx.passwordFrom is missing | add it; ${general}`],
  ['jmx: {user: o, passwordFrom: {env: X}}', /^3:30: jmx.passwordFrom must be a file/],
  ['jmx: {tls: maybe}', '3:12: jmx.tls: "maybe" is not true or false'],
  ['jmx: {tls: {cert: c, ca: a}}', /^3:12: jmx\.tls: cert and key are given together/],
  [
    'jmx: {proxyCommand: [ssh, -W, "127.0.0.1:7199", "{address}"]}',
    /^3:21: jmx.proxyCommand does not say \{jmxPort\}: JMX sends on to a second port \| for instance: \[ssh, -W/,
  ],
  ['jmx: {proxyCommand: [ssh, "{port}"]}', /^3:27: jmx.proxyCommand: unknown placeholder \{port\}/],
  ['jmx: {proxyCommand: ssh}', '3:21: jmx.proxyCommand: "ssh" is not a list'],
  ['via: ssh', '3:6: via: "ssh" is not known | known here: auto, jmx, cql, nodetool'],
  ['nodetool: nodetool -h x', '3:11: nodetool: "nodetool -h x" is not a list'],
  [
    'nodetool: []',
    '3:11: nodetool: the list is empty | write the program first, then its arguments: [program, argument, ...]',
  ],
  ['nodetool: [""]', '3:11: nodetool: the program is empty | write its name or path first'],
  ['nodetool: [nt, true]', '3:16: nodetool: "true" is not text (put it in quotes)'],
  ['nodetool: [nt, "a\\0"]', /^3:16: .* is not text without NUL/],
  ["nodetool: [nt, '{version}']", /^3:16: nodetool: unknown placeholder {version}/],
  [
    "commands: {stop: [x, '{adress}']}",
    '3:22: commands.stop: unknown placeholder {adress} | did you mean {address}? For the text itself write {{adress}}',
  ],
  [
    'commands: {storageCompatibility: [x, UPGRADING]}',
    '3:34: commands.storageCompatibility: it does not say {mode} | name it where the mode is to stand: UPGRADING or NONE',
  ],
  ["commands: {configure: [x, '{mode}']}", /^3:27: commands.configure: unknown placeholder {mode}/],
  ['commands: {halt: [x]}', /^3:12: commands: unknown key "halt" \| /],
  [
    "commands: {stop: [x, '{home}']}",
    '2:9: nodes: 10.0.0.1 has no home, and its commands use {home} | add home: /path to the node',
  ],
  [
    'consistency: {shop: [QUORM]}',
    '3:22: consistency.shop: "QUORM" is not known | did you mean QUORUM?',
  ],
  ['consistency: {shop: []}', /^3:21: consistency.shop: no level is given/],
  [
    'consistency: {"a b": ONE}',
    /^3:15: consistency: "a b" is no keyspace name \| write default, or/,
  ],
  ['limits: prod', '3:9: limits: "prod" is not known | known here: production, lab'],
  ['limits: {set: labb}', '3:15: limits.set: "labb" is not known | did you mean lab?'],
  ['limits: {stalAfter: 9s}', '3:10: limits: unknown key "stalAfter" | did you mean stallAfter?'],
  ['limits: {stallAfter: 90}', /^3:22: limits.stallAfter: "90" is not a duration/],
  ['limits: {poll: 0s}', '3:16: limits.poll: "0s" is not more than 0'],
  ['limits: {concurrency: 0}', '3:23: limits.concurrency: "0" is not more than 0'],
  [
    'limits: {diskFreeWarnPercent: 5}',
    '3:10: limits: diskFreeWarnPercent (5) is below diskFreeCriticalPercent (10) | less free space is critical than is a warning',
  ],
  ['limits: {diskQueue: -1}', '3:21: limits.diskQueue: "-1" is not a number from 0 to 1000000'],
  ['limits: {soak: 169h}', /^3:16: limits.soak: "169h" is not a duration .*, 168h at most/],
  ['limits: {soak: 10000d}', /^3:16: limits.soak: "10000d" is not a duration .*, 168h at most/],
  ['limits: {concurrency: 1e9}', /^3:23: .*"1e9" is not a whole number from 0 to 1000/],
  ['limits: {concurrency: 1.5}', /^3:23: .*"1.5" is not a whole number from 0 to 1000/],
  ['limits: {hintFilesWarn: 0.5}', /^3:25: .*"0.5" is not a whole number from 0 to 1000000/],
  ['limits: {idleThreadShare: 2}', /^3:27: .* is not a number from 0 to 1$/],
  ['# a comment\nzebra: 1', /^4:1: inventory: unknown key "zebra"/],
  ['root:$6$hunter2:20228:0:99999:7::', /^3:1: inventory: unknown key \| known here: /],
  ['nodetool: &a [nt]\n*a : 1', /^4:1: a key must be one word/],
])('a section is wrong: %j', (section, error) => {
  if (typeof error === 'string') expect(errorOf(base + section)).toBe(error);
  else expect(errorOf(base + section)).toMatch(error);
});

test.each([
  ['db1', /^2:9: address: "db1" is not an IP address/],
  ['-x', /^2:9: address: "-x" is not an IP address/],
  ['{home: x}', `2:9: nodes: address is missing | add it; ${general}`],
  ['300.0.0.1', /^2:9: address: "300.0.0.1" is not an IP address/],
  ['{addres: 10.0.0.1}', '2:10: nodes: unknown key "addres" | did you mean address?'],
  ['{address: 10.0.0.1, cqlAddress: -x}', /^2:41: cqlAddress: "-x" is not a host name/],
  [
    '10.0.0.1, 10.0.0.1',
    '2:19: nodes: 10.0.0.1 is there twice | the first is at /etc/ringward/ringward.yaml:2:9',
  ],
])('a node is wrong: %s', (node, error) => {
  const text = `cluster: p\nnodes: [${node}]`;
  if (typeof error === 'string') expect(errorOf(text)).toBe(error);
  else expect(errorOf(text)).toMatch(error);
});

test.each([
  ['::1', '0:0:0:0:0:0:0:1'],
  ['2001:db8::1', '2001:DB8:0:0::0:1'],
  ['127.0.0.1', '::ffff:127.0.0.1'],
  ['10.0.0.1', '::FFFF:a00:1'],
])('%s and %s are one node written twice', (one, other) => {
  expect(errorOf(`cluster: p\nnodes: ["${one}", "${other}"]`)).toMatch(
    /^2:\d+: nodes: .* is there twice \| the first is at .*:2:9$/,
  );
});

test('a wrong value has a hint where to look', () => {
  expect(() => parse('cluster: lab\nnodes: [10.0.0.1]\nlimits: {concurrency: 0}\n')).toThrow(
    expect.objectContaining({ hint: general }) as Error,
  );
});

test.each([
  ['', 'the file is empty', ''],
  [' \n\n', 'the file is empty', ''],
  ['\ufeff', 'the file is empty', ''],
  ['# cluster: lab\n', 'there is no key in the file', ''],
  ['---\n', 'there is no key in the file', ''],
  ['\u007fELF\u0002\0\0', 'this is not text', 'write it in UTF-8; '],
  ['\u001f\ufffd\u0008cluster: p', 'this is not text', 'write it in UTF-8; '],
  // UTF-16, as some editors write it.
  ['\ufffd\ufffdc\0l\0u\0s\0', 'this is not text', 'write it in UTF-8; '],
])('a file that cannot be an inventory is told as what it is: %j', (text, message, first) => {
  expect(() => parse(text)).toThrow(
    expect.objectContaining({
      exitCode: 2,
      message: `${path}: ${message}`,
      hint: `${first}docs/inventory.md shows one`,
    }) as Error,
  );
});

test('a comment that is not in UTF-8 makes nothing unreadable', () => {
  expect(parse('# Stra\ufffde\ncluster: p\nnodes: [10.0.0.1]').cluster).toBe('p');
});

test('an inventory without nodes is an error, not a healthy cluster', () => {
  expect(errorOf('cluster: lab\nnodes: []\n')).toBe(
    '2:8: nodes: list is not a list with at least one node',
  );
});

test('what may be a secret is never printed', () => {
  for (const text of [
    'hunter2\n',
    'cluster: lab\nnodes: [10.0.0.1]\ncql: {user: u, passwordFrom: hunter2}\n',
  ]) {
    expect(errorOf(text)).not.toContain('hunter2');
  }
});

test('a password may come from the environment, which is looked at here', () => {
  const text = 'cluster: p\ncql: {user: ops, passwordFrom: {env: PW}}\nnodes: [10.0.0.1]';
  expect(parse(text, { PW: 'x' }).cql).toEqual({ user: 'ops', passwordFrom: { env: 'PW' } });
  expect(parse(text).cql.passwordFrom).toEqual({ env: 'PW' });
  expect(errorOf(text, {})).toBe(
    '2:38: cql.passwordFrom: the environment variable PW is not set | export PW before the command, or read it from a file: {file: PATH}',
  );
});
