import { expect, test } from 'vitest';
import { parseHandoffSettings } from '../../src/parse/cql-views.ts';
import {
  parseJmxClientLimits,
  parseJmxClientLoad,
  parseJmxHandoff,
} from '../../src/parse/jmx-protections.ts';
import { parsers, valueOf } from './parsers.ts';

const unreadable = expect.objectContaining({ kind: 'unreadable' }) as unknown;

test.each([
  ['Hinted handoff is running\n', true, []],
  ['Hinted handoff is not running\n', false, []],
  [
    'Hinted handoff is running\nData center eu west is disabled\nData center dc2 is disabled\n',
    true,
    ['eu west', 'dc2'],
  ],
  // Before 3.0.
  ['running\n', true, undefined],
  ['not running\n', false, undefined],
  ['Picked up JAVA_TOOL_OPTIONS: -Xmx64m\nHinted handoff is running\n', true, []],
])('statushandoff prints %j', (text, isEnabled, disabledDcs) => {
  expect(valueOf(parsers.statushandoff(text))).toEqual({
    ...{ isEnabled, disabledDcs },
    windowMs: undefined,
  });
});

test.each(['', 'Hinted handoff is', 'off\n', 'Hinted handoff is running\nand more\n'])(
  'statushandoff does not print %j',
  (text) => {
    expect(parsers.statushandoff(text)).toEqual(unreadable);
  },
);

const setting = (name: string, value: string | null) => ({ name, value });

test('settings tell whether hints are kept, for whom and how long', () => {
  const rows = [
    setting('hinted_handoff_enabled', 'false'),
    setting('hinted_handoff_disabled_datacenters', '[dc2, dc3]'),
    setting('max_hint_window_in_ms', '60000'),
  ];
  const all = { isEnabled: false, disabledDcs: ['dc2', 'dc3'], windowMs: 60_000 };
  expect(valueOf(parseHandoffSettings(rows))).toEqual(all);
  expect(valueOf(parseHandoffSettings(rows.slice(0, 1)))).toEqual({
    ...{ isEnabled: false, disabledDcs: undefined, windowMs: undefined },
  });
});

test.each([
  [[]],
  [[setting('hinted_handoff_enabled', null)]],
  [[setting('hinted_handoff_enabled', 'maybe')]],
  [
    [
      setting('hinted_handoff_enabled', 'true'),
      setting('hinted_handoff_disabled_datacenters', 'dc2'),
    ],
  ],
  [[setting('hinted_handoff_enabled', 'true'), setting('max_hint_window_in_ms', '3h')]],
])('settings that are not understood: %j', (rows) => {
  expect(parseHandoffSettings(rows)).toEqual(unreadable);
});

test('beans of hinted handoff; before 3.0 without datacenters', () => {
  const said: [string, unknown][] = [
    ['HintedHandoffEnabled', true],
    ['MaxHintWindow', 10_800_000],
  ];
  const old = { isEnabled: true, disabledDcs: undefined, windowMs: 10_800_000 };
  expect(valueOf(parseJmxHandoff(new Map(said)))).toEqual(old);
  const all = new Map([...said, ['HintedHandoffDisabledDCs', ['dc2']]] as [string, unknown][]);
  expect(valueOf(parseJmxHandoff(all))).toEqual({ ...old, disabledDcs: ['dc2'] });
  expect(parseJmxHandoff(new Map())).toEqual(unreadable);
  expect(parseJmxHandoff(new Map(said.slice(0, 1)))).toEqual(unreadable);
});

test('what a version does not count is not counted as 0', () => {
  const old = { connections: 3, pauses: undefined, discarded: undefined };
  expect(valueOf(parseJmxClientLoad({ ...old, timedOutInQueue: undefined }))).toEqual({
    ...old,
    timedOutInQueue: undefined,
  });
});

test('a gauge of pauses below zero tells nothing; a counter below zero is not understood', () => {
  const said = { connections: 3, pauses: -2, discarded: 5n, timedOutInQueue: 0 };
  expect(valueOf(parseJmxClientLoad(said))).toEqual({ ...said, pauses: undefined, discarded: 5 });
  expect(parseJmxClientLoad({ ...said, discarded: -1 })).toEqual(unreadable);
  expect(parseJmxClientLoad({ ...said, connections: undefined })).toEqual(unreadable);
});

const proxy = (connections: unknown, perIp?: unknown) =>
  new Map([
    ['NativeTransportMaxConcurrentConnections', connections],
    ...(perIp === undefined
      ? []
      : [['NativeTransportMaxConcurrentConnectionsPerIp', perIp] as const]),
  ]);

const none = {
  ...{ maxConnections: undefined, maxConnectionsPerAddress: undefined },
  ...{ maxRequestBytes: undefined, maxRequestBytesPerAddress: undefined },
  maxRequestsPerSecond: undefined,
};

test('-1 is no limit, and 0 is none for one address; older versions have fewer', () => {
  expect(valueOf(parseJmxClientLimits(proxy(-1), new Map()))).toEqual(none);
  expect(valueOf(parseJmxClientLimits(proxy(-1n, 0), new Map()))).toEqual(none);
  expect(valueOf(parseJmxClientLimits(proxy(0), new Map()))).toEqual(none);
  expect(valueOf(parseJmxClientLimits(proxy(0, 0), new Map()))).toEqual(none);
  expect(valueOf(parseJmxClientLimits(proxy(0, 4), new Map()))).toEqual({
    ...{ ...none, maxConnections: 0, maxConnectionsPerAddress: 4 },
  });
  expect(valueOf(parseJmxClientLimits(proxy(100, 10), new Map()))).toEqual({
    ...none,
    ...{ maxConnections: 100, maxConnectionsPerAddress: 10 },
  });
  expect(parseJmxClientLimits(proxy('many'), new Map())).toEqual(unreadable);
});

test('a rate is a limit where rate limiting is on', () => {
  const service = (isOn: unknown) =>
    new Map<string, unknown>([
      ['NativeTransportMaxConcurrentRequestsInBytes', 40],
      ['NativeTransportMaxConcurrentRequestsInBytesPerIp', 10],
      ['NativeTransportRateLimitingEnabled', isOn],
      ['NativeTransportMaxRequestsPerSecond', 1_000_000],
    ]);
  const bytes = { ...none, maxRequestBytes: 40, maxRequestBytesPerAddress: 10 };
  expect(valueOf(parseJmxClientLimits(proxy(-1), service(false)))).toEqual(bytes);
  expect(valueOf(parseJmxClientLimits(proxy(-1), service(true)))).toEqual({
    ...bytes,
    maxRequestsPerSecond: 1_000_000,
  });
  expect(parseJmxClientLimits(proxy(-1), service('yes'))).toEqual(unreadable);
});
