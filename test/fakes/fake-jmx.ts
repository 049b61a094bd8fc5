import { JmxError, type Jmx, type JmxClient, type JmxValue } from '../../src/ports/jmx.ts';

/** Attributes by bean; an Error is what asking for it throws. */
export type Beans = Readonly<Record<string, Readonly<Record<string, JmxValue | Error>>>>;

/** Answers what it is given; what it is not asked as a node would that does not have it. */
export function fakeJmxClient(beans: Beans): JmxClient & { readonly asked: string[] } {
  const asked: string[] = [];
  const beanOf = (name: string) => {
    const bean = beans[name];
    if (bean) return bean;
    throw new JmxError('remote', name, 'javax.management.InstanceNotFoundException');
  };
  const valueOf = (name: string, attribute: string): JmxValue => {
    asked.push(`${name} ${attribute}`);
    const value = beanOf(name)[attribute];
    if (value instanceof Error) throw value;
    if (value !== undefined) return value;
    throw new JmxError('remote', attribute, 'javax.management.AttributeNotFoundException');
  };
  return {
    asked,
    getAttribute: async (name, attribute) =>
      await Promise.resolve().then(() => valueOf(name, attribute)),
    getAttributes: async (name, attributes) =>
      await Promise.resolve().then(() => {
        const bean = beanOf(name);
        return new Map(
          attributes.filter((one) => one in bean).map((one) => [one, valueOf(name, one)]),
        );
      }),
    queryNames: async (pattern) =>
      await Promise.resolve(Object.keys(beans).filter(matcher(pattern))),
    invoke: async (name, operation, args) =>
      await Promise.resolve().then(() => valueOf(name, `${operation}(${args.map(String).join()})`)),
    close: async () => {
      await Promise.resolve(asked.push('close'));
    },
  };
}

/** By host. A host that is not there refuses. */
export function fakeJmx(
  clients: Readonly<Record<string, JmxClient>>,
): Jmx & { readonly places: Parameters<Jmx['client']>[0][] } {
  const places: Parameters<Jmx['client']>[0][] = [];
  return {
    places,
    client(place) {
      places.push(place);
      const client = clients[place.host];
      if (client) return client;
      throw new Error(`no JMX for ${place.host} in this test`);
    },
  };
}

/** `domain:key=value,*`: every pair must be there. */
function matcher(pattern: string): (name: string) => boolean {
  const [domain = '', keys = ''] = pattern.split(':');
  const pairs = keys.split(',').filter((pair) => pair !== '*');
  return (name) =>
    name.startsWith(`${domain}:`) && pairs.every((pair) => name.split(/[:,]/).includes(pair));
}
