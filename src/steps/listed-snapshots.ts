import type { Parsed } from '../model/parsed.ts';
import { parseListSnapshots } from '../parse/listsnapshots.ts';
import { describeResult } from './process-state.ts';
import type { NodeContext } from './step.ts';

type Listed =
  | { readonly kind: 'seen'; readonly names: readonly string[] }
  | { readonly kind: 'unknown'; readonly why: string };

/** It walks the folders of every table, so a sick disk makes it slow. */
const questionMs = 60_000;

export async function listedSnapshots(context: NodeContext): Promise<Listed> {
  const args = ['listsnapshots'];
  const result = await context.run(context.nodetoolCall(args), questionMs);
  if (result.kind !== 'exited' || result.code !== 0) {
    return { kind: 'unknown', why: describeResult(['nodetool', ...args], result) };
  }
  return listedIn(parseListSnapshots(result.stdout));
}

function listedIn(parsed: Parsed<readonly string[]>): Listed {
  if (parsed.kind === 'parsed') return { kind: 'seen', names: parsed.value };
  const line = parsed.line.trim().slice(0, 200);
  return {
    kind: 'unknown',
    why: `nodetool listsnapshots is not understood: ${parsed.why}: "${line}"`,
  };
}
