import type { CommandResult, Runner, RunRequest } from '../../src/ports/runner.ts';

type Answer =
  | CommandResult
  | string
  | ((request: RunRequest) => CommandResult | string | Promise<CommandResult | string>);

/**
 * Answers by the first rule whose words all occur, in order, in the argument array. Strings are
 * stdout of exit 0. An unexpected command throws; `unused()` names rules nobody asked for.
 */
export function fakeRunner(rules: readonly (readonly [words: string, answer: Answer])[]) {
  const requests: RunRequest[] = [];
  const used = new Set<string>();
  const runner: Runner = {
    async run(request) {
      requests.push(request);
      if (request.signal?.aborted) return { kind: 'cancelled' };
      const line = `${request.node ?? ''} ${request.argv.join(' ')}`;
      const rule = rules.find(([words]) => inOrder(line, words.split(' ')));
      if (!rule) throw new Error(`unexpected command: ${line}`);
      used.add(rule[0]);
      const answer = typeof rule[1] === 'function' ? await rule[1](request) : rule[1];
      return typeof answer === 'string' ? exited(answer) : answer;
    },
  };
  return {
    ...runner,
    requests,
    unused: () => rules.map(([words]) => words).filter((w) => !used.has(w)),
  };
}

export function exited(stdout: string, code = 0, stderr = ''): CommandResult {
  return { kind: 'exited', code, stdout, stderr, durationMs: 1 };
}

function inOrder(line: string, words: readonly string[]): boolean {
  let from = 0;
  return words.every((word) => {
    const at = line.indexOf(word, from);
    from = at + word.length;
    return at >= 0;
  });
}
