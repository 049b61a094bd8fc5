/** What a command template may name; a value that is not known here is undefined. */
export type TemplateValues = Readonly<Record<string, string | undefined>>;

const placeholder = /\{\{([A-Za-z]\w*)\}\}|\{([A-Za-z]\w*)\}/g;

/** Names between single braces: `{home}/bin` names home. `{{home}}` is the text `{home}`. */
export function placeholdersOf(argument: string): readonly string[] {
  return [...argument.matchAll(placeholder)].flatMap((match) => match[2] ?? []);
}

/**
 * Fills an argument array. Each argument stays one argument whatever a value holds: there is no
 * shell. A placeholder without a value stays as it is; config has refused it before.
 */
export function fillArgv(template: readonly string[], values: TemplateValues): readonly string[] {
  return template.map((argument) =>
    argument.replace(placeholder, (whole: string, literal?: string, name?: string) => {
      if (literal !== undefined) return `{${literal}}`;
      return valueOf(values, name ?? '') ?? whole;
    }),
  );
}

function valueOf(values: TemplateValues, name: string): string | undefined {
  return Object.hasOwn(values, name) ? values[name] : undefined;
}
