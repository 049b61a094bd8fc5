import { groupBy } from '../model/group-by.ts';
import { pathsInArgv } from '../model/host-files.ts';
import type { RunAnswer } from './format.ts';

/** Answers with files of a machine, in turn. */
export interface RecordedFiles {
  /** The node's next answer that holds at least these; undefined when there is none. */
  next(node: string, paths: readonly string[]): RunAnswer | undefined;
}

/**
 * One command reads many files, so a question for fewer is another command: it is answered by those for more,
 * and the reader takes of them what it asked for. Questions about the machine, the process and its group each
 * come in turn.
 */
export function recordedFiles(runs: readonly RunAnswer[]): RecordedFiles {
  const answers = runs.flatMap((answer) => {
    const paths = pathsInArgv(answer.argv);
    return paths ? [{ answer, paths: new Set(paths) }] : [];
  });
  const byNode = groupBy(answers, ({ answer }) => answer.node);
  const given = new Map<string, number>();
  return {
    next(node, paths) {
      const ofNode = byNode.get(node) ?? [];
      const turn = `${aboutOf(paths)} ${node}`;
      for (let at = given.get(turn) ?? 0; at < ofNode.length; at += 1) {
        const each = ofNode[at];
        if (!each || !paths.every((path) => each.paths.has(path))) continue;
        given.set(turn, at + 1);
        return each.answer;
      }
      return undefined;
    },
  };
}

function aboutOf(paths: readonly string[]): string {
  const words = [/^\/proc\/\d+\//, /^\/proc\/self\//, /^\/proc\//];
  return String(words.findIndex((word) => paths.some((path) => word.test(path))));
}
