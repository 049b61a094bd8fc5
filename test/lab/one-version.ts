import { beforeAll, expect, test } from 'vitest';
import { healthJson } from './health-json.ts';
import { labIn } from './ringward.ts';
import { sideBySide } from './side-by-side.ts';

export interface OneVersion {
  readonly version: string;
  /** First three bytes of the node's address. */
  readonly network: string;
  /** Where the default Java does not run it. */
  readonly java?: string;
  /** Questions that the nodetool of this version cannot ask. */
  readonly without: readonly string[];
  /** What its nodetool prints, and its beans do not tell as later ones do. */
  readonly withoutJmx?: readonly string[];
}

/** What has to hold on a node of every version: all is seen, and JMX says what nodetool says. */
export function testsOfOneVersion({
  version,
  network,
  java,
  without,
  withoutJmx = [],
}: OneVersion): void {
  const lab = labIn(`version-${version}`, network);
  beforeAll(() => lab.up(version, '--nodes', '1', ...(java === undefined ? [] : ['--java', java])));

  test('health reads every source', async () => {
    const ended = await lab.run('health', '--format', 'json');
    const report = healthJson(ended);
    expect(report.missing).toEqual([]);
    expect(ended.code).toBe(0);
    expect(report.findings).toEqual([]);
    expect(report.nodes).toMatchObject([{ address: lab.address(1), release: version }]);
  });

  test('what JMX says is what nodetool says, source by source', async () => {
    const pairs = await sideBySide(lab.dir);
    expect(Object.keys(pairs)).toContain('describering');
    for (const [source, { jmx, nodetool }] of Object.entries(pairs)) {
      // Of some the nodetool of a version cannot ask, but its beans tell.
      if (nodetool === 'unsupported') expect(without, source).toContain(source);
      else if (jmx === 'unsupported') expect(withoutJmx, source).toContain(source);
      else expect(jmx, source).toEqual(nodetool);
    }
  });

  test('health by nodetool alone reads every source, too', async () => {
    const ended = await lab.run('health', '--via', 'nodetool', '--format', 'json');
    expect(healthJson(ended)).toMatchObject({ verdict: 'healthy', missing: [] });
  });
}
