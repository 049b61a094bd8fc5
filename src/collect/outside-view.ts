import type { Instant } from '../model/instant.ts';
import type { InventoryNode } from '../model/inventory.ts';
import type { OutsideView } from '../model/outside.ts';
import type { Clock } from '../ports/clock.ts';
import { CqlError, type CqlSession } from '../ports/cql.ts';
import type { CqlDoor, Passage } from '../ports/cql-door.ts';
import { atFixedRate } from './fixed-rate.ts';
import { Count, Counts, type PhaseCounts } from './outside-count.ts';
import type { Question } from './probe-table.ts';
import type { CqlSessions } from './sessions.ts';

export interface OutsideRequest {
  /** Turns of each coordinator: a new connection and a request each. */
  readonly ratePerSecond: number;
  readonly forMs: number;
  /** A turn that begins later is skipped: this machine put it off. */
  readonly mostLateMs: number;
  /** No try is waited for longer, whatever its own limits are: a connection, and on it a request. */
  readonly longestTryMs: number;
  /** Made in turn; at least one. */
  readonly questions: readonly Question[];
}

export interface OutsideContext {
  readonly ports: { readonly clock: Clock; readonly door: CqlDoor };
  readonly sessions: CqlSessions;
  readonly signal: AbortSignal;
}

/** A password costs the node tens of milliseconds of CPU (bcrypt), whatever the rate of the rest. */
const logInsPerSecond = 1.5;

export interface OutsideWatch {
  readonly views: () => readonly OutsideView[];
  /** Resolves when the time is over and nothing is under way any more. */
  readonly done: Promise<void>;
}

/** Looks through every coordinator at once, until the time is over or the signal fires. */
export function watchOutside(
  nodes: readonly InventoryNode[],
  request: OutsideRequest,
  context: OutsideContext,
): OutsideWatch {
  const { clock } = context.ports;
  const begunAt = clock.now();
  const failing = new AbortController();
  const signal = AbortSignal.any([context.signal, failing.signal]);
  const coordinators = nodes.map((node) => new Coordinator(node, request, context));
  const pace = {
    ratePerSecond: request.ratePerSecond,
    forMs: request.forMs,
    mostWaiting: Math.ceil((request.ratePerSecond * request.longestTryMs) / 1_000) + 1,
  };
  const work = coordinators.map(async (coordinator, i) => {
    // Not all of them in the same millisecond.
    const from = begunAt + (i * 1_000) / request.ratePerSecond / nodes.length;
    const turn = (index: number, dueAt: Instant) => coordinator.turn(index, dueAt);
    const skipped = await atFixedRate({ ...pace, from }, turn, clock, signal);
    coordinator.skipped += skipped;
  });
  const done = Promise.all(work).then(
    () => undefined,
    (error: unknown) => {
      failing.abort();
      throw error;
    },
  );
  return { views: () => coordinators.map((one) => one.view()), done };
}

/** What is counted through one node. */
class Coordinator {
  skipped = 0;
  #withoutSession = 0;
  readonly #phases: PhaseCounts = new Counts();
  readonly #questions: readonly (readonly [Question, Count])[];
  readonly #lost = new WeakSet<CqlSession>();
  readonly #node: InventoryNode;
  readonly #context: OutsideContext;

  readonly #turnsPerLogIn: number;
  readonly #request: OutsideRequest;

  constructor(node: InventoryNode, request: OutsideRequest, context: OutsideContext) {
    this.#node = node;
    this.#context = context;
    this.#turnsPerLogIn = Math.max(1, Math.round(request.ratePerSecond / logInsPerSecond));
    this.#request = request;
    this.#questions = request.questions.map((question) => [question, new Count()]);
  }

  async turn(index: number, dueAt: Instant): Promise<void> {
    // No answer puts a turn off: this machine did, and would measure itself.
    if (this.#context.ports.clock.now() - dueAt > this.#request.mostLateMs) {
      this.skipped += 1;
      return;
    }
    const tries = [
      this.#knock(dueAt),
      ...(index % this.#turnsPerLogIn === 0 ? [this.#logIn()] : []),
      this.#ask(index, dueAt),
    ];
    await Promise.all(tries.map((each) => this.#withinLimit(each)));
  }

  /** What never ends is no answer of the node, and must not keep the operator waiting. */
  async #withinLimit(work: Promise<void>): Promise<void> {
    const ended = new AbortController();
    const { clock } = this.#context.ports;
    const late = clock.sleep(this.#request.longestTryMs, ended.signal).then(
      () => {
        this.skipped += 1;
      },
      () => undefined,
    );
    try {
      await Promise.race([work, late]);
    } finally {
      ended.abort();
    }
  }

  async #knock(dueAt: Instant): Promise<void> {
    const { ports, sessions } = this.#context;
    const target = await sessions.target(this.#node);
    const lateMs = ports.clock.now() - dueAt;
    const { passedMs, failed } = await ports.door.knock(target);
    if (failed?.errorClass === 'own-machine') this.skipped += 1;
    else this.#count({ passedMs: withLate(passedMs, lateMs), ...(failed ? { failed } : {}) });
  }

  /** What was lost on its way is the business of the knocks: a driver connects more than once. */
  async #logIn(): Promise<void> {
    const { ports, sessions } = this.#context;
    const { passedMs, failed } = await ports.door.logIn(await sessions.target(this.#node));
    const { authentication } = passedMs;
    const isTold = failed !== undefined && failed.phase !== 'connect';
    this.#count({
      passedMs: authentication === undefined ? {} : { authentication },
      ...(isTold ? { failed } : {}),
    });
  }

  #count({ passedMs, failed }: Passage): void {
    for (const [phase, ms] of Object.entries(passedMs)) {
      this.#phases.of(phase as keyof typeof passedMs).succeeded(ms);
    }
    if (failed) this.#phases.of(failed.phase).failed(failed.errorClass);
  }

  async #ask(index: number, dueAt: Instant): Promise<void> {
    const { ports } = this.#context;
    const round = Math.floor(index / this.#questions.length);
    const [question, count] = this.#questions[index % this.#questions.length] ?? [];
    const session = await this.#session();
    if (!session || !question || !count) return;
    try {
      await session.execute(question.request(round));
      count.succeeded(ports.clock.now() - dueAt);
    } catch (error) {
      if (!(error instanceof CqlError)) throw error;
      if (error.errorClass === 'unreachable') this.#lose(session, count);
      else count.failed(error.errorClass);
    }
  }

  /** Counted once for each connection that was lost, however many requests it took with it. */
  #lose(session: CqlSession, count: Count): void {
    if (this.#lost.has(session)) {
      this.#withoutSession += 1;
      return;
    }
    this.#lost.add(session);
    count.failed('connection-lost');
    // The driver may take for ever to close what is broken; nothing waits for it.
    void this.#context.sessions.drop(this.#node, session);
  }

  async #session(): Promise<CqlSession | undefined> {
    try {
      return await this.#context.sessions.get(this.#node);
    } catch (error) {
      if (!(error instanceof CqlError)) throw error;
      this.#withoutSession += 1;
      return undefined;
    }
  }

  view(): OutsideView {
    const query = Count.sum(this.#questions.map(([, count]) => count));
    return {
      node: this.#node.address,
      phases: { ...Object.fromEntries(this.#phases.toValues()), query: query.toValue() },
      requests: this.#questions.map(([{ operation, level }, count]) => ({
        ...{ operation, level },
        ...count.toValue(),
      })),
      withoutSession: this.#withoutSession,
      skipped: this.skipped,
    };
  }
}

function withLate(passedMs: Passage['passedMs'], lateMs: number): Passage['passedMs'] {
  const { connect } = passedMs;
  return connect === undefined ? passedMs : { ...passedMs, connect: connect + lateMs };
}
