/** A page that explains what one detector finds. */
export interface FindingPage {
  readonly id: string;
  readonly markdown: string;
}

/** The states that have a part of their own, in its order. */
export function statesOf({ markdown }: FindingPage): readonly string[] {
  return [...markdown.matchAll(/^## (.+)$/gm)].map(([, state = '']) => state);
}

/** The part about the state, with the name of the page above it; undefined: there is none. */
export function partAbout(page: FindingPage, state: string): string | undefined {
  const [, ...parts] = page.markdown.split(/^(?=## )/m);
  const part = parts.find((one) => sameWord(one.slice(3).split('\n')[0] ?? '', state));
  return part === undefined ? undefined : `# ${page.id} ${part.slice(3).trim()}\n`;
}

export function sameWord(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
