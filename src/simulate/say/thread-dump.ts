import type { CompactionStacks } from '../../model/readings.ts';
import { printed, type Answer } from './answer.ts';
import { sayUnknownCommand } from './failure.ts';
import { isFrom } from './release.ts';
import { text } from './table.ts';

export const threadPrintCommand =
  'sjk mx -b com.sun.management:type=DiagnosticCommand -mc -op threadPrint -a ';

type Thread = CompactionStacks['threads'][number];

/** `nodetool sjk mx` of `threadPrint` (4.0+): the bean, then the threads of the JVM, others among them. */
export function sayThreadDump({ threads }: CompactionStacks, release: string): Answer {
  if (!isFrom(release, 4, 0)) return sayUnknownCommand(threadPrintCommand.split(' '));
  return printed(
    text([
      'com.sun.management:type=DiagnosticCommand',
      '2026-11-29 14:51:47',
      'Full thread dump OpenJDK 64-Bit Server VM (17.0.15+6 mixed mode, sharing):',
      '',
      ...[main, ...threads].flatMap(linesOf),
      '"VM Thread" os_prio=0 cpu=490.23ms elapsed=277.99s tid=0x00007f5ed8051070 nid=0x1680 runnable  ',
      '',
      'JNI global refs: 47, weak refs: 45',
      '',
    ]),
  );
}

const main: Thread = { name: 'main', state: 'RUNNABLE', frames: ['java.lang.Thread.run'] };

function linesOf({ name, state, frames }: Thread, index: number): readonly string[] {
  const ids = `tid=0x00007f5ed80557d0 nid=0x${(5_000 + index).toString(16)}`;
  return [
    `"${name}" #${index + 2} daemon prio=1 os_prio=0 cpu=1.48ms elapsed=277.94s ${ids} waiting`,
    `   java.lang.Thread.State: ${state}`,
    ...frames.map((frame) => `\tat ${frame}(Unknown Source)`),
    '',
  ];
}
