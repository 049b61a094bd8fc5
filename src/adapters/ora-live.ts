import type { Ora } from 'ora';
import type { Live } from '../ports/live.ts';

const nothing: Live = {
  update: () => undefined,
  clear: () => undefined,
  stop: () => undefined,
};

/**
 * A spinner on stderr; nothing at all on a terminal that says it has no columns (a pseudo-terminal
 * nobody has sized): ora would clear lines there for ever.
 */
export function oraLive(
  stream: NodeJS.WritableStream & { readonly columns?: number } = process.stderr,
  env: Readonly<Record<string, string | undefined>> = process.env,
): Live {
  if (stream.columns === 0) return nothing;
  let spinner: Ora | undefined;
  let loading: Promise<void> | undefined;
  let latest = '';
  let stopped = false;
  const load = async () => {
    const { default: ora } = await import('ora');
    // Stopped and taken up again while ora was loading: the other load has started it.
    if (stopped || spinner) return;
    // Ora itself does not know NO_COLOR.
    const color = env['NO_COLOR'] ? false : 'cyan';
    spinner = ora({ text: latest, stream, color, discardStdin: false, hideCursor: false }).start();
  };
  return {
    update(text) {
      latest = text;
      if (spinner) spinner.text = text;
      if (spinner && !spinner.isSpinning) spinner.start();
      stopped = false;
      if (!spinner) loading ??= load();
    },
    clear() {
      spinner?.stop();
    },
    stop() {
      stopped = true;
      spinner?.stop();
      spinner = undefined;
      loading = undefined;
    },
  };
}
