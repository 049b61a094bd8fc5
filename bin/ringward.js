#!/usr/bin/env node
import module from 'node:module';

// From Node 22.1 on: code that was compiled once need not be compiled at the next start.
module.enableCompileCache?.();
const { main } = await import('../dist/main.js');
process.exitCode = await main(process.argv.slice(2));
