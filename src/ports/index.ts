import type { Clock } from './clock.ts';
import type { Cql } from './cql.ts';
import type { CqlDoor } from './cql-door.ts';
import type { Files } from './files.ts';
import type { Http } from './http.ts';
import type { Ids } from './ids.ts';
import type { Jmx } from './jmx.ts';
import type { Live } from './live.ts';
import type { Processes } from './processes.ts';
import type { Runner } from './runner.ts';
import type { OpenScreen } from './screen.ts';
import type { Streams } from './streams.ts';

/** Everything a command may touch. main.ts fills it with adapters, a test with fakes. */
export interface Ports {
  /** Of the nodes: simulated ones, and a recording, have a time of their own. */
  readonly clock: Clock;
  /** Of this machine, whatever nodes are asked: for what operators and processes of it agree upon. */
  readonly machineClock: Clock;
  readonly runner: Runner;
  readonly cql: Cql;
  readonly door: CqlDoor;
  readonly jmx: Jmx;
  /** To what is no node: alerts of elsewhere. */
  readonly http: Http;
  readonly files: Files;
  readonly processes: Processes;
  readonly streams: Streams;
  readonly live: Live;
  /** Undefined: there is no terminal to take over. */
  readonly openScreen: OpenScreen | undefined;
  readonly ids: Ids;
  /** Environment variables, current folder, and how to call this very program again. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly self: {
    readonly execPath: string;
    readonly script: string;
    readonly packageFolder: string;
  };
  /** Fires on the first SIGINT or SIGTERM; `reason` is an Interrupted error. */
  readonly signal: AbortSignal;
  /** Fires on the second one: a roll finishes its node after the first and stops at once after this. */
  readonly secondSignal: AbortSignal;
  /** From now on SIGHUP, which fires both signals, fires neither: a roll outlives its terminal. */
  readonly ignoreHangUp: () => void;
}
