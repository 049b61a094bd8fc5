import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';

const module = new URL('../../dist/adapters/left-open.js', import.meta.url).href;

/** A process that ends its work with code 3 and leaves something open. */
function leaving(more: string) {
  const script = `
    import { endDespiteLeftOpen } from '${module}';
    setInterval(() => undefined, 1_000_000);
    ${more}
    endDespiteLeftOpen(20);
    process.exitCode = 3;`;
  const argv = ['--input-type=module', '-e', script];
  return spawn(process.execPath, argv, { stdio: ['ignore', 'pipe', 'inherit'] });
}

test('what is left open does not keep a process whose work is over, nor change its code', async () => {
  expect(await once(leaving(''), 'exit')).toEqual([3, null]);
});

test('output that is read late is read whole', async () => {
  const child = leaving("process.stdout.write('x'.repeat(5_000_000));");
  await once(child.stdout, 'readable');
  let bytes = 0;
  for await (const chunk of child.stdout as AsyncIterable<Buffer>) bytes += chunk.length;
  expect(bytes).toBe(5_000_000);
});
