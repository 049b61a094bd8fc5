import type { Parsed } from '../model/parsed.ts';
import type { JavaVersion } from '../model/readings.ts';
import { wholeOf } from './quantity.ts';
import { reading, unreadable } from './reading.ts';

/**
 * `openjdk version "17.0.9"`, `java version "1.8.0_392"`: `java -version`, which prints on stderr. No text is
 * quoted that is not understood: the JVM repeats its options there, which may hold secrets.
 */
export function parseJavaVersion(text: string): Parsed<JavaVersion> {
  return reading(() => {
    const quoted = /\bversion "([^"\n]{1,100})"/.exec(text)?.[1];
    if (quoted === undefined) return unreadable('', 'no version is printed');
    const old = /^1\.(\d+)\.\d+(?:_(\d+))?/.exec(quoted);
    const major = old?.[1] ?? /^\d+/.exec(quoted)?.[0];
    if (major === undefined) return unreadable('', 'no version of Java');
    return {
      major: wholeOf(major, quoted),
      update: old?.[2] === undefined ? undefined : wholeOf(old[2], quoted),
      text: quoted,
    };
  });
}
