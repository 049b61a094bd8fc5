import { describe, expect, test } from 'vitest';
import { parseJavaMajor } from '../../src/lab/java.ts';
import { pomText } from '../../src/lab/pom.ts';
import { commonJavaMajors, releaseOf } from '../../src/lab/releases.ts';

describe('releaseOf', () => {
  test.each([
    ['2.1.13', '0.3.0', [8]],
    ['3.11.19', '0.3.0', [8]],
    ['4.0.19', '0.3.2', [8, 11, 17]],
    ['4.1.10', '0.3.2', [8, 11, 17]],
    ['5.0.8', '0.4.0', [11, 17]],
  ])('%s takes jamm %s and Java %j', (version, jammVersion, javaMajors) => {
    expect(releaseOf(version)).toMatchObject({ jammVersion, javaMajors, isTested: true });
  });

  test('another version is tried, as untested', () => {
    expect(releaseOf('5.0.2').isTested).toBe(false);
  });

  test.each(['', 'x', '5', '1.2.19', '5.0.8/../..', '../5.0', '5.0 8'])('%j is refused', (text) => {
    expect(() => releaseOf(text)).toThrow('no Cassandra version a lab can run');
  });

  test('versions without a common Java are refused', () => {
    expect(commonJavaMajors([releaseOf('3.11.19'), releaseOf('4.1.10')])).toEqual([8]);
    expect(() => commonJavaMajors([releaseOf('3.11.19'), releaseOf('5.0.8')])).toThrow(
      'no Java runs all of Cassandra 3.11.19, 5.0.8',
    );
  });

  test('the pom names the server, the agent and what old versions need besides', () => {
    expect(pomText(releaseOf('4.1.10'))).toContain(
      '<artifactId>jamm</artifactId><version>0.3.2</version>',
    );
    expect(pomText(releaseOf('4.1.10'))).not.toContain('thrift');
    expect(pomText(releaseOf('2.1.13'))).toContain('<artifactId>airline</artifactId>');
    expect(pomText(releaseOf('3.11.19'))).toContain(
      'cassandra-thrift</artifactId><version>3.11.19<',
    );
  });
});

test.each([
  ['openjdk version "17.0.15" 2025-04-15', 17],
  ['java version "1.8.0_402"', 8],
  ['openjdk version "25" 2025-09-16', 25],
  ['command not found', undefined],
])('the Java of %j is %s', (text, major) => {
  expect(parseJavaMajor(text)).toBe(major);
});
