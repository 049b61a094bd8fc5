import { posix as path } from 'node:path';
import { exitCodes, type ExitCode } from '../model/outcome.ts';
import type { Ports } from '../ports/index.ts';
