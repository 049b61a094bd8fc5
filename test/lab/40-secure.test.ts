import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { healthJson } from './health-json.ts';
import { labIn, type Ended } from './ringward.ts';
import { sshdIn } from './sshd.ts';

const lab = labIn('secure', '127.0.51');
const flags = ['--state-dir', lab.state];
const said: Ended[] = [];
const argvs = new Set<string>();

/** Everything that runs on this machine now, by its whole command line. */
function commandLines(): readonly string[] {
  return readdirSync('/proc')
    .filter((pid) => /^\d+$/.test(pid))
    .flatMap((pid) => {
      try {
        return [readFileSync(`/proc/${pid}/cmdline`, 'utf8')];
      } catch {
        // It ended meanwhile.
        return [];
      }
    });
}

function lookAtCommandLines(): void {
  for (const line of commandLines()) argvs.add(line);
}

async function ringward(...argv: string[]): Promise<Ended> {
  const ended = await lab.run(...argv);
  said.push(ended);
  return ended;
}

/** Name and text of every file below a folder. */
function filesBelow(folder: string): readonly (readonly [name: string, text: string])[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((name) => [name, readFileSync(name, 'latin1')] as const);
}

/** Every password of the lab; keys lie only in stores that these encrypt. */
function secretTexts(): readonly string[] {
  return filesBelow(join(lab.dir, 'secrets'))
    .filter(([name]) => /password/.test(name))
    .flatMap(([, text]) => text.split(/\s+/))
    .filter((word) => word.length >= 16);
}

beforeAll(async () => {
  const watch = setInterval(lookAtCommandLines, 100);
  lab.closes({
    close: () => {
      clearInterval(watch);
    },
  });
  said.push(await lab.up('4.1.10', '--auth', '--tls'));
});

test('health with passwords and TLS: exit 0, nothing missing', async () => {
  const ended = await ringward('health', '--format', 'json');
  expect(healthJson(ended)).toMatchObject({ verdict: 'healthy', findings: [], missing: [] });
  expect(ended.code).toBe(0);
});

test('a rolling restart with passwords and TLS completes', async () => {
  const { code, out, err } = await ringward('restart', '--yes', ...flags);
  expect(code, out + err).toBe(0);
  expect(out).toContain('3/3 nodes done, complete');
});

test('a wrong password: exit 5, authentication, and no node is called down', async () => {
  const inventory = readFileSync(join(lab.dir, 'ringward.yaml'), 'utf8');
  const wrong = join(lab.folder, 'wrong-password');
  writeFileSync(wrong, 'not-the-password\n');
  const right = join(lab.dir, 'secrets', 'password');
  expect(inventory).toContain(right);
  writeFileSync(join(lab.folder, 'wrong.yaml'), inventory.replace(right, wrong));
  const ended = await ringward('health', '-i', join(lab.folder, 'wrong.yaml'), '--format', 'json');
  const report = healthJson(ended);
  expect(ended.code).toBe(5);
  expect(report.findings).toEqual([]);
  expect(new Set(report.missing.map(({ why }) => why))).toEqual(new Set(['authentication']));
  expect(new Set(report.missing.map(({ node }) => node)).size).toBe(3);
  expect(report.nodes.map(({ peersSay }) => peersSay)).toEqual(['up', 'up', 'up']);
  expect(ended.out + ended.err).not.toContain('not-the-password');
});

test('JMX through a real ssh, with password and TLS; a host key that changed is refused and told', async () => {
  const sshd = await sshdIn(join(lab.folder, 'ssh'));
  try {
    const inventory = readFileSync(join(lab.dir, 'ringward.yaml'), 'utf8');
    const way = `proxyCommand: [ssh, -F, ${sshd.config}, -W, "{address}:{jmxPort}", "{address}"]`;
    const file = join(lab.folder, 'ssh.yaml');
    writeFileSync(file, inventory.replace(/^jmx:\n/m, `jmx:\n  ${way}\n`));
    const look = () => ringward('health', '-i', file, '--via', 'jmx', '--format', 'json');
    const seen = await look();
    expect(healthJson(seen)).toMatchObject({ verdict: 'healthy', findings: [], missing: [] });
    const ways = healthJson(seen).nodes.map(({ via }) => via['gossipinfo']);
    expect(ways).toEqual(['jmx', 'jmx', 'jmx']);
    // Every node keeps one way, which is told to end with the look.
    const waysLeft = () => commandLines().filter((line) => line.includes(sshd.config));
    await expect.poll(waysLeft, { timeout: 5_000 }).toEqual([]);
    sshd.forgetHostKey();
    const { code, ...refused } = await look();
    expect(code).toBe(5);
    const { missing, findings } = healthJson({ code, ...refused });
    expect(findings).toEqual([]);
    const why = missing.filter(({ source }) => source === 'gossipinfo').map((one) => one.detail);
    const wrongKey = expect.stringMatching(
      /^JMX: ssh: .*Host key verification failed\.$/,
    ) as string;
    expect(why).toEqual([wrongKey, wrongKey, wrongKey]);
  } finally {
    sshd.close();
  }
});

test('no secret is in a command line, in what was printed, in the journal or in a log', async () => {
  // While nodes run, files go between being listed and being read.
  said.push(await lab.down());
  const secrets = secretTexts();
  const holding = (texts: Iterable<readonly [name: string, text: string]>) =>
    [...texts].filter(([, text]) => secrets.some((secret) => text.includes(secret)));
  const names = (found: readonly (readonly [string, string])[]) => found.map(([name]) => name);

  // Where secrets do belong they are found: the search is one that can find.
  const found = holding(filesBelow(lab.dir)).map(([name]) => basename(name));
  expect(found).toEqual(
    expect.arrayContaining(['password', 'jmx.password', 'keystore.password', 'cassandra.yaml']),
  );
  expect([...argvs].some((line) => line.includes('org.apache.cassandra.tools.NodeTool'))).toBe(
    true,
  );
  expect(names(holding([...argvs].map((line) => [line.slice(0, 200), line])))).toEqual([]);
  expect(names(holding(said.map(({ out, err }, i) => [`run ${i}`, out + err])))).toEqual([]);
  const kept = filesBelow(lab.state);
  expect(kept.some(([name]) => name.includes('journal'))).toBe(true);
  expect(names(holding(kept))).toEqual([]);
  const logs = [1, 2, 3].flatMap((number) => filesBelow(join(lab.node(number), 'logs')));
  expect(logs.length).toBeGreaterThanOrEqual(3);
  expect(names(holding(logs))).toEqual([]);
});
