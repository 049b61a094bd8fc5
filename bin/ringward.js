#!/usr/bin/env node
import module from 'node:module';
import { fileURLToPath } from 'node:url';

// From Node 22.1 on: code that was compiled once need not be compiled at the next start.
module.enableCompileCache?.();
const main = await import('../dist/main.js').then((built) => built.main, notBuilt);
process.exitCode = await main(process.argv.slice(2));

/** A fresh clone. Any other module that is missing is a broken install, and must say so itself. */
function notBuilt(error) {
  const entry = import.meta.resolve('../dist/main.js');
  if (error.code !== 'ERR_MODULE_NOT_FOUND' || error.url !== entry) throw error;
  const folder = fileURLToPath(import.meta.resolve('..'));
  process.stderr.write(
    `error: ringward is not built yet: there is no ${fileURLToPath(entry)}\n` +
      `hint: in ${folder}, type: npm run setup (it installs what is missing, and runs npm run build)\n`,
  );
  return () => 2;
}
