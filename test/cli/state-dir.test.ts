import { expect, test } from 'vitest';
import { stateDirOf } from '../../src/cli/state-dir.ts';

test.each([
  [{ HOME: '/h' }, '/h/.local/state/ringward'],
  [{ HOME: '/h', XDG_STATE_HOME: '/s' }, '/s/ringward'],
  [{ HOME: '/h', XDG_STATE_HOME: 'state' }, '/h/.local/state/ringward'],
  [{ HOME: '/h', XDG_STATE_HOME: '' }, '/h/.local/state/ringward'],
])('with %j the state is in %s: an XDG folder counts when it is absolute', (env, folder) => {
  expect(stateDirOf(undefined, { env, cwd: '/w' })).toBe(folder);
});

test('a relative XDG folder alone is none', () => {
  const env = { XDG_STATE_HOME: 'state' };
  expect(() => stateDirOf(undefined, { env, cwd: '/w' })).toThrow('neither HOME nor');
});
