import type { InventoryNode } from '../model/inventory.ts';
import { CqlError, type Cql, type CqlSession } from '../ports/cql.ts';
import type { Ports } from '../ports/index.ts';
import type { Runner } from '../ports/runner.ts';
import { fillArgv } from '../model/argv-template.ts';
import { plainLog, plainNodetool, type Keep, type RecordedCqlError } from './format.ts';
import { recordingJmx } from './recorded-jmx.ts';
import { withoutSecrets } from './redact.ts';

export type AskingPorts = Pick<Ports, 'runner' | 'cql' | 'jmx' | 'clock'>;

/**
 * The ports by which nodes are asked, with everything that comes back kept: whoever reads through
 * them need not know. Credentials, files and environment are no answers and pass by unseen.
 */
export function recordingPorts<P extends AskingPorts>(
  ports: P,
  nodes: readonly InventoryNode[],
  keep: Keep,
): P {
  return {
    ...ports,
    runner: recordingRunner(ports, nodes, keep),
    cql: recordingCql(ports, keep),
    jmx: recordingJmx(ports.jmx, ports.clock, keep),
  };
}

function recordingRunner(
  { runner, clock }: AskingPorts,
  nodes: readonly InventoryNode[],
  keep: Keep,
): Runner {
  const known = new Map(nodes.map((node) => [node.address, node]));
  return {
    async run(request) {
      const at = clock.now();
      const result = await runner.run(request);
      const { node = '' } = request;
      const argv = plainArgv(request.argv, known.get(node));
      if (result.kind !== 'cancelled') {
        const kept = withoutSecrets(argv, result);
        keep({ kind: 'run', at, ms: clock.now() - at, node, argv, result: kept });
      }
      return result;
    },
  };
}

/** How an operator reaches nodetool and the log (hosts, files of credentials) is left out. */
function plainArgv(argv: readonly string[], node: InventoryNode | undefined): readonly string[] {
  if (!node) return argv;
  const { address, home, nodetool, commands } = node;
  const log = fillArgv(commands.log ?? [], { address, home });
  if (log.length > 0 && beginsWith(argv, log)) return plainLog;
  if (!beginsWith(argv, nodetool)) return argv;
  return [...plainNodetool(address), ...argv.slice(nodetool.length)];
}

function beginsWith(argv: readonly string[], words: readonly string[]): boolean {
  return words.every((word, at) => argv[at] === word);
}

function recordingCql({ cql, clock }: AskingPorts, keep: Keep): Cql {
  return {
    async connect(target) {
      const at = clock.now();
      const address = target.addresses.join();
      const keepThis = (error?: RecordedCqlError) => {
        keep({ kind: 'connect', at, ms: clock.now() - at, address, ...(error && { error }) });
      };
      try {
        const session = await cql.connect(target);
        keepThis();
        return recordingSession(session, address, { clock, keep });
      } catch (error) {
        if (error instanceof CqlError) keepThis(toRecord(error));
        throw error;
      }
    },
  };
}

function recordingSession(
  session: CqlSession,
  address: string,
  { clock, keep }: Pick<Ports, 'clock'> & { readonly keep: Keep },
): CqlSession {
  return {
    async execute(request) {
      const at = clock.now();
      const asked = { kind: 'query', at, address, query: request.query } as const;
      try {
        const { rows, coordinator } = await session.execute(request);
        keep({ ...asked, ms: clock.now() - at, coordinator, rows });
        return { rows, coordinator };
      } catch (error) {
        if (error instanceof CqlError) {
          const coordinator = error.coordinator ?? request.coordinator ?? address;
          keep({ ...asked, ms: clock.now() - at, coordinator, error: toRecord(error) });
        }
        throw error;
      }
    },
    takeOutcomes: () => session.takeOutcomes(),
    close: () => session.close(),
  };
}

function toRecord({ errorClass, message }: CqlError): RecordedCqlError {
  return { errorClass, message };
}
