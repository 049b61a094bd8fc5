import type { ConfigFile, JavaVersion } from '../../model/readings.ts';
import { nodeOf } from '../../model/snapshot.ts';
import { valueOf } from '../../model/seen.ts';
import { compareVersions, parseVersion } from '../../model/version.ts';
import { releaseLineOf } from '../../rules/upgrade/release-lines.ts';
import { lackingBeside, ofFiles, type Check, type RuleContext } from './check.ts';

export const javaOfTarget: Check = ({ toLine, ...context }) => {
  const majors = releaseLineOf(toLine)?.java;
  if (!majors) return [];
  return ofFiles({ ...context, toLine }, 'java-version', ({ major, update, text }) => {
    if (!majors.includes(major)) {
      return [`its Java is ${text}, ${toLine} starts with ${majors.join(' or ')}`];
    }
    const least = major === 8 ? oldestUpdate[toLine] : undefined;
    return least !== undefined && (update ?? 0) < least
      ? [`its Java is ${text}, ${toLine} starts from 8u${least} on`]
      : [];
  });
};

/** Of Java 8: NEWS.txt 3.0 and 4.0. */
const oldestUpdate: Readonly<Record<string, number>> = {
  '3.0': 40,
  '3.11': 40,
  '4.0': 151,
  '4.1': 151,
};

/** The first release that does not call it experimental. */
const settledFrom: Readonly<Record<string, { readonly major: number; readonly from: string }>> = {
  '4.0': { major: 11, from: '4.0.2' },
  '5.0': { major: 17, from: '5.0.5' },
};

export const javaExperimental: Check = (context) => {
  const settled = settledFrom[context.toLine];
  const from = settled && parseVersion(settled.from);
  if (!settled || !from || compareVersions(context.target, from) >= 0) return [];
  return ofFiles(context, 'java-version', ({ major, text }) =>
    major === settled.major
      ? [`its Java is ${text}, which is experimental before ${settled.from}`]
      : [],
  );
};

export const jvmOptionsRead: Check = (context) =>
  ofFiles(context, 'config-files', ({ others }) => {
    const names = others.map(({ name }) => name);
    return names.includes('jvm.options') && !names.includes('jvm-server.options')
      ? ['there is jvm.options, and no jvm-server.options']
      : [];
  });

/** Java 14 no longer knows them: JEP 363. */
const cms = /^\s*-XX:\+?(?:UseConcMarkSweepGC|UseParNewGC|CMS\w+|UseCMS\w+)/;
const withoutCms = 14;

export const jvmCollector: Check = (context) => [
  ...lackingBeside(context, 'java-version'),
  ...ofFiles(context, 'config-files', ({ others }, address) => {
    const java = javaOf(context, address);
    if (!java || java.major < withoutCms) return [];
    return others.filter((file) => isReadBy(file, java)).flatMap(cmsLines);
  }),
];

function javaOf({ snapshot }: RuleContext, address: string): JavaVersion | undefined {
  return valueOf(nodeOf(snapshot, address)?.sources['java-version']);
}

/** `jvm-server.options` by every Java, `jvm17-server.options` by 17. */
function isReadBy({ name }: ConfigFile, { major }: JavaVersion): boolean {
  return name === 'jvm-server.options' || name === `jvm${major}-server.options`;
}

function cmsLines({ name, text }: ConfigFile): readonly string[] {
  return text
    .split('\n')
    .flatMap((line, index) =>
      cms.test(line) ? [`${name} line ${index + 1}: ${line.trim().slice(0, 60)}`] : [],
    );
}
