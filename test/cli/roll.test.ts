import { expect, test } from 'vitest';
import { roll } from '../../src/cli/roll.ts';
import { Interrupted } from '../../src/model/errors.ts';
import { nextCommands } from '../../src/model/next-command.ts';
import { simulatedRoll } from '../simulate/simulated-roll.ts';

test('the first Ctrl-C is answered at once: the node is finished, once more leaves', async () => {
  const { plan, inventory, ports, soft, clock } = await simulatedRoll();
  const next = nextCommands({});
  const options = {
    runId: 'r1',
    plan,
    inventory,
    stateDir: '/state',
    next,
    format: 'tty',
  } as const;
  const running = roll(options, ports);
  void clock.sleep(60_000).then(() => {
    soft.abort(new Interrupted('SIGINT'));
  });
  await expect(running).rejects.toMatchObject({ exitCode: 130 });
  expect(ports.streams.errText()).toContain(
    'finishing the node under way, then stopping; once more leaves at once\n',
  );
  expect(ports.streams.outText()).toContain('1/3 nodes done, interrupted');
});
