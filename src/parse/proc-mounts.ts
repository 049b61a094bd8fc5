/** `hidepid=invisible` from Linux 5.8 on, `hidepid=2` before; of 1 and `noaccess` files are refused, not hidden. */
const hides = /(?:^|,)(?<option>hidepid=(?:2|invisible|4|ptraceable))(?:,|$)/;

/**
 * Of /proc/self/mounts: the option by which /proc hides processes of others as if they were not there;
 * undefined: it hides none.
 */
export function parseHiding(mounts: string): string | undefined {
  const options = mounts.split('\n').flatMap((line) => {
    const [, point, type, words = ''] = line.split(' ');
    return point === '/proc' && type === 'proc' ? [words] : [];
  });
  // The newest lies above the others.
  return hides.exec(options.at(-1) ?? '')?.groups?.['option'];
}
