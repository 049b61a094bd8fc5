import { expect, test } from 'vitest';
import { labCommand } from '../../src/lab/command-line.ts';

test.each([
  ['/h/.local/state/ringward/lab', { HOME: '/h' }, 'ringward lab exec 1 start'],
  ['/s/ringward/lab', { HOME: '/h', XDG_STATE_HOME: '/s' }, 'ringward lab exec 1 start'],
  ['/h/lab', { HOME: '/h' }, 'ringward lab exec --dir /h/lab 1 start'],
  ["/it's here", { HOME: '/h' }, "ringward lab exec --dir '/it'\\''s here' 1 start"],
  ['/lab', {}, 'ringward lab exec --dir /lab 1 start'],
])('a command for the lab in %s with %j', (dir, env, line) => {
  expect(labCommand(dir, { env }, 'exec', '1', 'start')).toBe(line);
});
