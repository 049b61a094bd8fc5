import { gates } from '../gates/index.ts';
import { productionLimits } from '../model/limits.ts';
import { exitCodes, type ExitCode } from '../model/outcome.ts';
import type { Ports } from '../ports/index.ts';
import { jsonText } from '../report/json-text.ts';
import { renderPage } from '../report/page-text.ts';
import { playbookMarkdown } from '../report/playbook-markdown.ts';
import { loadPlaybook, shippedPlaybooks } from './load-playbook.ts';
import type { PlaybookFormat } from './playbook-options.ts';

/** Asks no cluster: times are those of the production limits. Exit codes: 0, 2. */
export async function showPlaybook(
  name: string,
  format: PlaybookFormat,
  ports: Ports,
): Promise<ExitCode> {
  const playbook = await loadPlaybook(name, productionLimits, ports);
  const markdown = playbookMarkdown(playbook, gates, productionLimits);
  const forms = {
    text: () => renderPage(markdown, ports.streams),
    markdown: () => markdown,
    json: () => `${jsonText({ format: 1, kind: 'ringward-playbook', ...playbook }, 2)}\n`,
  };
  ports.streams.out(forms[format]());
  return exitCodes.ok;
}

/** Exit code 0. */
export async function listPlaybooks(format: 'text' | 'json', ports: Ports): Promise<ExitCode> {
  const names = (await shippedPlaybooks(ports)).toSorted();
  const found = await Promise.all(
    names.map(async (name) => await loadPlaybook(name, productionLimits, ports)),
  );
  const playbooks = found.map(({ name, description, from, to }) => ({
    name,
    description,
    from,
    to,
  }));
  const width = Math.max(...names.map(({ length }) => length));
  const lines = playbooks.map(({ name, description }) => `${name.padEnd(width)}  ${description}\n`);
  const json = () => `${jsonText({ format: 1, kind: 'ringward-playbooks', playbooks }, 2)}\n`;
  ports.streams.out(format === 'json' ? json() : lines.join(''));
  return exitCodes.ok;
}
