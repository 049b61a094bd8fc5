import { expect, test } from 'vitest';
import { prepareProbe } from '../../src/cli/probe-prepare.ts';
import { patienceWith } from '../../src/cli/probe-run.ts';
import { Interrupted } from '../../src/model/errors.ts';
import { productionLimits } from '../../src/model/limits.ts';
import { CqlError } from '../../src/ports/cql.ts';
import { fakeCql } from '../fakes/fake-cql.ts';
import { fakePorts } from '../fakes/fake-ports.ts';
import { settled } from '../fakes/held-clock.ts';
import { node, world } from '../collect/world.ts';
import { look, ring } from '../detect/series-builder.ts';

const never = () => new Promise<never>(() => undefined);

/** A probe that may make its table is being prepared when Ctrl-C comes. */
async function interrupted(cql: ReturnType<typeof fakeCql>) {
  const stop = new AbortController();
  const { sessions, clock } = world({ cql });
  const inventory = {
    cluster: 'c',
    transport: 'local',
    nodes: [node('127.0.1.1')],
    cql: {},
    jmx: {},
    via: 'auto',
    limits: productionLimits,
    consistency: {},
  } as const;
  const options = {
    forMs: 60_000,
    rate: 6,
    isReadOnly: false,
    mayCreate: true,
    failOn: 'warning',
    format: 'tty',
  } as const;
  const first = look(0, { a: { status: ring({ a: 'up' }) } });
  const ports = fakePorts({ clock, signal: stop.signal });
  const preparing = prepareProbe({ sessions, inventory, options, first }, ports);
  const failure = preparing.catch((error: unknown) => error);
  await settled();
  stop.abort(new Interrupted('SIGINT'));
  return await failure;
}

test('Ctrl-C is not kept waiting by nodes that do not let us in', async () => {
  const error = await interrupted({ ...fakeCql([]), connect: never });
  expect(error).toMatchObject({ signal: 'SIGINT', hint: undefined });
});

test('Ctrl-C while the table is made says that it may be there', async () => {
  const absent = fakeCql([
    ['system_schema.tables', []],
    ['SELECT value', new CqlError('invalid', 'no such table')],
  ]);
  const cql = {
    ...absent,
    connect: async (target: Parameters<typeof absent.connect>[0]) => {
      const session = await absent.connect(target);
      return {
        ...session,
        execute: (request: Parameters<typeof session.execute>[0]) =>
          request.query.startsWith('CREATE') ? never() : session.execute(request),
      };
    },
  };
  expect(await interrupted(cql)).toMatchObject({
    signal: 'SIGINT',
    hint: 'ringward_probe.canary was being made, and may be there: it stays',
  });
});

test.each(['local', { simulated: 'cluster.json' }] as const)(
  'a try is waited for longer than its own limits take, whatever they are: %j',
  (transport) => {
    for (const cqlTimeoutMs of [1_000, 5_000, 60_000]) {
      const limits = { ...productionLimits, cqlTimeoutMs };
      expect(patienceWith({ transport, limits }).longestTryMs).toBeGreaterThan(3 * cqlTimeoutMs);
    }
  },
);
