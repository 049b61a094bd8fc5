import type { OutsidePhase } from '../model/outside.ts';
import type { CqlErrorClass, CqlTarget } from './cql.ts';

/** Phases of the way in, without what is asked inside. */
export type DoorPhase = Exclude<OutsidePhase, 'query'>;

/**
 * `refused`, `no-route`, `timed-out`: of TCP; `closed`: accepted, then closed or reset; `silent`: accepted,
 * and nothing came in time; `certificate`, `tls`: of the handshake; `no-cql`: what came is not the native
 * protocol; `own-machine`: this machine could not open a socket, which says nothing of the node.
 */
export type DoorErrorClass =
  | 'refused'
  | 'no-route'
  | 'timed-out'
  | 'closed'
  | 'silent'
  | 'certificate'
  | 'tls'
  | 'no-cql'
  | 'own-machine'
  | CqlErrorClass;

/** How far one connection came. A phase that was not asked for is in neither. */
export interface Passage {
  readonly passedMs: Readonly<Partial<Record<DoorPhase, number>>>;
  /** Where it died: `connect` as long as no byte came back, whoever had accepted it. */
  readonly failed?: { readonly phase: DoorPhase; readonly errorClass: DoorErrorClass };
}

/** The way into a node, each time from its beginning. */
export interface CqlDoor {
  /**
   * A connection of its own to `addresses[0]`: TCP, TLS if the target has it, and the question which
   * versions of the protocol are spoken; then it is closed. `connectTimeoutMs` is for all of it.
   */
  knock(target: CqlTarget): Promise<Passage>;
  /** A driver logs in and out again. Tells of `authentication`, or that it was not reached. */
  logIn(target: CqlTarget): Promise<Passage>;
}
