/**
 * An IP address in the form in which Java, and so Cassandra, prints it: IPv6 with all eight groups,
 * without leading zeros, an IPv4-mapped one as IPv4. Undefined for anything else, names included.
 */
export function canonicalAddress(text: string): string | undefined {
  if (/^\d{1,3}(\.\d{1,3}){3}$/.test(text)) return isIpv4(text) ? text : undefined;
  if (!/^[\da-f:]*:[\da-f:.]*$/i.test(text) || !URL.canParse(`http://[${text}]`)) return undefined;
  const groups = allGroups(new URL(`http://[${text}]`).hostname.slice(1, -1));
  return mappedIpv4(groups) ?? groups;
}

/** The same where it may be a name as well, which stays as it is. */
export function asAddress(text: string): string {
  return canonicalAddress(text) ?? text;
}

/** Java never shortens: `::1` is `0:0:0:0:0:0:0:1`. */
export function allGroups(address: string): string {
  const [head = [], tail] = address
    .split('::')
    .map((half) => half.split(':').filter((group) => group !== ''));
  if (tail === undefined) return address;
  const zeros = new Array<string>(Math.max(0, 8 - head.length - tail.length)).fill('0');
  return [...head, ...zeros, ...tail].join(':');
}

/** A leading zero is octal to some readers and decimal to others: refused. */
function isIpv4(text: string): boolean {
  return text.split('.').every((part) => Number(part) <= 255 && String(Number(part)) === part);
}

function mappedIpv4(groups: string): string | undefined {
  const [, high, low] = /^0:0:0:0:0:ffff:([\da-f]+):([\da-f]+)$/.exec(groups) ?? [];
  if (high === undefined || low === undefined) return undefined;
  const bytes = [high, low].flatMap((group) => {
    const value = Number.parseInt(group, 16);
    return [value >> 8, value & 255];
  });
  return bytes.join('.');
}
