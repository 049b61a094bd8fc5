import { hostNameFile } from '../model/host-files.ts';
import type { JavaProcess } from '../model/readings.ts';
import type { Missing, Seen } from '../model/seen.ts';
import { missing, type NodeContext } from './context.ts';
import { textOf, type ReadFiles } from './host-files.ts';

/** A loopback address never leads to another machine. */
export function isLoopback(address: string): boolean {
  return address.startsWith('127.') || address === '::1' || address === '0:0:0:0:0:0:0:1';
}

/** Why nothing can be said of the machine of a node whose process is not known. */
export function processUnknown(context: NodeContext, { why, detail }: Missing): Missing {
  return missing(context, why, `the process of the node is not known: ${detail}`);
}

/**
 * Commands run where the transport leads, which need not be the machine of the node: what was read counts where
 * the same answer proves that it is. Undefined: it is.
 */
export function whyElsewhere(
  context: NodeContext,
  read: Seen<ReadFiles>,
  { host }: JavaProcess,
): Missing | undefined {
  if (read.kind === 'missing') return read;
  const name = textOf(context, read.value, hostNameFile);
  if (name.kind === 'missing') {
    const detail = `the machine does not say its name: ${name.detail}`;
    return missing(context, name.why, detail);
  }
  const here = name.value.trim();
  if (here === host) return undefined;
  if (!/^[\w.-]+$/.test(here)) {
    return missing(context, 'unreadable', `${hostNameFile} is no name: "${here.slice(0, 200)}"`);
  }
  return missing(context, 'unsupported', `the node runs on ${host}, commands run on ${here}`);
}
