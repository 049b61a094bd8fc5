import type { Parsed } from '../model/parsed.ts';
import type { JavaProcess } from '../model/readings.ts';
import { beansOf } from './mxdump.ts';
import { wholeOf } from './quantity.ts';
import { reading, unreadable } from './reading.ts';

/** `Name` of java.lang:type=Runtime, which HotSpot and OpenJ9 write as `pid@host`. */
export function parseJavaProcess(text: string): Parsed<JavaProcess> {
  return reading(() => {
    const runtime = beansOf(text).find((bean) => bean.name === 'java.lang:type=Runtime');
    const name = runtime?.['Name'];
    if (typeof name !== 'string') unreadable(text.split('\n')[0] ?? '', 'no Runtime bean');
    return processNamed(name);
  });
}

/** `19484@db1`. Only inside `reading`. */
export function processNamed(name: string): JavaProcess {
  const [, pid = '', host = ''] =
    /^(\d+)@(.+)$/.exec(name) ?? unreadable(name, 'the name of the JVM is not pid@host');
  return { pid: wholeOf(pid, name), host };
}
