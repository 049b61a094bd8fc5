import type { FaultOf } from './fault.ts';
import type { Answer } from './say/answer.ts';

/** An answer as it comes from a sick node, through a bad line, or in another locale. */
export function spoiled(answer: Answer, how: FaultOf<'nodetool-says'>['how']): Answer {
  const { stdout } = answer;
  switch (how) {
    case 'garbage':
      return { ...answer, stdout: 'Picked up JAVA_TOOL_OPTIONS: -Dx\n\u0000\u0007???\n' };
    case 'truncated':
      return { ...answer, stdout: stdout.slice(0, Math.floor(stdout.length * 0.6)) };
    case 'decimal-commas':
      return { ...answer, stdout: stdout.replace(/(?<=\s\d+)\.(?=\d+(?:%|\s))/g, ',') };
  }
}
