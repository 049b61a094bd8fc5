import type { SSTableFiles } from '../model/readings.ts';
import type { NodeContext } from './step.ts';

type OlderFiles =
  | { readonly kind: 'none'; readonly note: string }
  | { readonly kind: 'left'; readonly why: string };

/** The node removes replaced files some time after their successors are in use. */
const removalMs = 60_000;

/**
 * SSTables in an older version than others on the same node have, by its data folders.
 * Where the inventory does not say where these are, the word of nodetool alone counts, and the note says so.
 */
export async function olderFiles(context: NodeContext): Promise<OlderFiles> {
  const deadline = context.clock.now() + removalMs;
  for (;;) {
    const seen = await context.ask('sstable-files');
    if (seen.kind === 'missing' && seen.why === 'unsupported') {
      return { kind: 'none', note: `by the word of nodetool; ${seen.detail}` };
    }
    if (seen.kind === 'missing') {
      return { kind: 'left', why: `which SSTables are left is not seen: ${seen.detail}` };
    }
    const [older] = olderOf(seen.value);
    if (!older) return { kind: 'none', note: noteOf(seen.value) };
    if (context.clock.now() >= deadline) {
      const { count, version, format, example } = older;
      return {
        kind: 'left',
        why: `${count} SSTables are left in ${version}-${format}: ${example}`,
      };
    }
    context.say(`waiting until replaced files are gone: ${older.version}-${older.format}`);
    await context.clock.sleep(context.pollMs, context.signal);
  }
}

type Files = SSTableFiles['versions'][number];

function olderOf({ versions }: SSTableFiles): SSTableFiles['versions'] {
  return versions.filter((each) => versions.some((other) => isOlder(each, other)));
}

/**
 * Files of `big` that are current stay beside those of `bti`, as nodetool leaves them. But who writes `bti` is 5.0
 * in UPGRADING or NONE, whose `big` begins with oa (StorageCompatibilityMode.java, BigFormat.java).
 */
function isOlder({ format, version }: Files, other: Files): boolean {
  if (format === other.format) return version < other.version;
  return format === 'big' && other.format === 'bti' && version < 'oa';
}

function noteOf({ versions }: SSTableFiles): string {
  return `its data folders have ${versions.map(({ version, format }) => `${version}-${format}`).join(', ') || 'no SSTable'}`;
}
