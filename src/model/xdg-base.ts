/**
 * A base folder of the XDG specification: the variable, else the folder below HOME; undefined with
 * neither. A path that is not absolute is ignored, as the specification demands.
 */
export function xdgBase(
  variable: 'XDG_STATE_HOME' | 'XDG_CACHE_HOME',
  belowHome: string,
  env: Readonly<Record<string, string | undefined>>,
): string | undefined {
  const named = env[variable];
  if (named?.startsWith('/')) return named;
  const home = env['HOME'];
  return home ? `${home}/${belowHome}` : undefined;
}
