import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { planFileText } from '../../src/plan/plan-file.ts';
import { healthyRequest, planOf } from '../plan/healthy-request.ts';
import { run } from './run-program.ts';

const inventory = 'cluster: lab\nnodes: [10.0.0.1]\n';

test.each([
  [
    'a wrong key in the inventory',
    'health',
    { '/here/ringward.yaml': 'cluster: lab\nnods: [10.0.0.1]\n' },
    /^error: \/here\/ringward\.yaml:2:1: .*nods.*\nhint: did you mean nodes\?\n$/,
  ],
  [
    'a wrong key in a playbook',
    'upgrade plan --to 5.0.8 --playbook ./p.yaml',
    {
      '/here/ringward.yaml': inventory,
      '/here/p.yaml': 'name: p\ndescription: d\nstpes: [drain]\n',
    },
    /^error: \/here\/p\.yaml:3:1: .*stpes.*\nhint: did you mean steps\?\n$/,
  ],
  [
    'a plan for an upgrade that names no release',
    'upgrade plan',
    {
      '/here/ringward.yaml': inventory,
      '/pkg/playbooks/upgrade-4.1-to-5.0.yaml': readFileSync(
        new URL('../../playbooks/upgrade-4.1-to-5.0.yaml', import.meta.url),
        'utf8',
      ),
    },
    /^error: playbook upgrade-4\.1-to-5\.0 goes to 5\.0: --to is missing\nhint: name the release, /,
  ],
  [
    'a playbook that is not shipped',
    'upgrade plan --to 5.0.8 --playbook rolling',
    { '/here/ringward.yaml': inventory, '/pkg/playbooks/rolling-restart.yaml': '' },
    /^error: there is no playbook rolling\nhint: shipped: rolling-restart\n$/,
  ],
  [
    'a plan that is not there',
    'upgrade run no.json',
    { '/here/ringward.yaml': inventory },
    /^error: \/here\/no\.json: there is no such plan\nhint: make one: ringward upgrade plan --to /,
  ],
  [
    'a plan that was edited by hand',
    'upgrade run plan.json --yes',
    {
      '/here/ringward.yaml': inventory,
      '/here/plan.json': planFileText(planOf(healthyRequest)).replace('5.0.8', '5.0.9'),
    },
    /^error: \/here\/plan\.json: the plan was changed after it was made\nhint: make a new one: /,
  ],
  [
    'a plan of another cluster',
    'upgrade run plan.json --yes',
    {
      '/here/ringward.yaml': inventory.replace('lab', 'orders'),
      '/here/plan.json': planFileText(planOf(healthyRequest)),
    },
    /^error: the plan is for cluster lab, the inventory for orders\nhint: /,
  ],
  [
    'a resume without any run',
    'upgrade resume',
    { '/here/ringward.yaml': inventory },
    /^error: no run +of cluster lab in \/home\/ops\/\.local\/state\/ringward\nhint: none was begun from here; of one begun on another machine, or with another --state-dir, `ringward upgrade status` there tells; a new one is begun by: ringward upgrade run plan.json, or ringward restart\n$/,
  ],
  [
    'the status of a run that is not there',
    'upgrade status r9',
    { '/here/ringward.yaml': inventory },
    /^error: no run r9 of cluster lab in .*\nhint: none was begun from here; of one begun on another machine, or with another --state-dir, `ringward upgrade status` there tells; a new one is begun by: ringward upgrade run plan.json, or ringward restart\n$/,
  ],
])('%s is one error line, one hint line, exit 2, and nothing was asked', async (...row) => {
  const [, line, texts, message] = row;
  // The fakes throw at any command or query: nothing may be asked.
  const { exitCode, out, err } = await run(line, texts);
  expect(err).toMatch(message);
  expect(err.trimEnd().split('\n')).toHaveLength(2);
  expect({ exitCode, out }).toEqual({ exitCode: 2, out: '' });
});

test.each([
  ['health --fail-on worst', 'info, warning, critical'],
  ['health --format xml', 'tty, json, ndjson, markdown'],
  ['restart --format json', 'tty, ndjson'],
])('`%s` names the values there are', async (line, choices) => {
  const { exitCode, err } = await run(line);
  expect(exitCode).toBe(2);
  expect(err).toContain(`Allowed choices are ${choices}.`);
});
