import type { InventoryNode } from '../model/inventory.ts';
import { CqlError, type Cql, type CqlSession } from '../ports/cql.ts';
import type { Ports } from '../ports/index.ts';
import { closedJmx } from '../ports/jmx.ts';
import type { Runner } from '../ports/runner.ts';
import { plainNodetool, type RecordedCqlError, type RecordingLine } from './format.ts';
import { withoutSecrets } from './redact.ts';

export type AskingPorts = Pick<Ports, 'runner' | 'cql' | 'jmx' | 'clock'>;
export type Keep = (line: RecordingLine) => void;

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
    // Texts that people can read are kept, so nodetool is what is asked.
    jmx: closedJmx,
  };
}

function recordingRunner(
  { runner, clock }: AskingPorts,
  nodes: readonly InventoryNode[],
  keep: Keep,
): Runner {
  const tools = new Map(nodes.map(({ address, nodetool }) => [address, nodetool]));
  return {
    async run(request) {
      const at = clock.now();
      const result = await runner.run(request);
      const { node = '' } = request;
      const argv = plainArgv(request.argv, tools.get(node), node);
      if (result.kind !== 'cancelled') {
        const kept = withoutSecrets(argv, result);
        keep({ kind: 'run', at, ms: clock.now() - at, node, argv, result: kept });
      }
      return result;
    },
  };
}

/** How an operator reaches nodetool (hosts, files of credentials) is left out. */
function plainArgv(
  argv: readonly string[],
  nodetool: readonly string[] | undefined,
  address: string,
): readonly string[] {
  if (!nodetool?.every((argument, at) => argv[at] === argument)) return argv;
  return [...plainNodetool(address), ...argv.slice(nodetool.length)];
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
    outcomes: () => session.outcomes(),
    close: () => session.close(),
  };
}

function toRecord({ errorClass, message }: CqlError): RecordedCqlError {
  return { errorClass, message };
}
