import { ConfigError } from '../model/errors.ts';
import type { AlertSource } from '../model/inventory.ts';
import { fields, oneOrMore, required, textOf, wrongValue } from './fields.ts';
import { secretOf, tlsOf, type Environment } from './inventory-cql.ts';
import type { YamlNode } from './yaml-document.ts';

const keys = [
  ...['alertmanager', 'matchers', 'prometheus', 'query'],
  ...['user', 'passwordFrom', 'tokenFrom', 'tls'],
] as const;
type Fields = Readonly<Partial<Record<(typeof keys)[number], YamlNode>>>;

/** `alerts:` where alerts of elsewhere are asked for; absent: nowhere. */
export function alertsOf(
  node: YamlNode | undefined,
  folder: string,
  env: Environment | undefined,
): AlertSource | undefined {
  if (!node) return undefined;
  const found = fields(node, keys, 'alerts');
  const access = {
    ...loginOf(found, node, folder, env),
    ...(found.tls && { tls: tlsOf(found.tls, 'alerts.tls', folder) }),
  };
  if (!found.alertmanager === !found.prometheus) {
    throw new ConfigError(
      node.where,
      'alerts needs either alertmanager or prometheus',
      'alerts: {alertmanager: URL, matchers: [...]} or alerts: {prometheus: URL, query: ...}',
    );
  }
  const source: AlertSource = found.alertmanager
    ? { kind: 'alertmanager', ...byMatchers(found, node), ...access }
    : { kind: 'prometheus', ...byQuery(found, node), ...access };
  checkSecret(source, node);
  return source;
}

/** Whoever is on the way reads what goes over plain http. */
function checkSecret({ url, passwordFrom, tokenFrom }: AlertSource, { where }: YamlNode): void {
  const { protocol, hostname } = new URL(url);
  const isHere = /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);
  if (!(passwordFrom ?? tokenFrom) || protocol === 'https:' || isHere) return;
  throw new ConfigError(
    where,
    `alerts: ${tokenFrom ? 'the token' : 'the password'} would go to ${hostname} over plain http`,
    'write https:// (tls: {ca: FILE} for a certificate of your own), or ask through this machine',
  );
}

function byMatchers({ alertmanager, matchers, query }: Fields, node: YamlNode) {
  if (query) throw wrongPlace(query, 'query', 'prometheus');
  const list = oneOrMore(required(matchers, node.where, 'alerts.matchers'));
  const texts = list.map(matcherOf);
  if (texts.length === 0) {
    throw wrongValue(
      node,
      'alerts.matchers',
      'a list with at least one, such as severity="critical"',
    );
  }
  return {
    url: urlOf(required(alertmanager, node.where, 'alerts.alertmanager'), 'alerts.alertmanager'),
    matchers: texts,
  };
}

/** `name="value"`, `name!=value`, `name=~"a|b"`: without an operator Alertmanager answers with an error. */
function matcherOf(node: YamlNode): string {
  const text = textOf(node, 'alerts.matchers');
  if (/^\s*("[^"]+"|[^\s=!~"{},]+)\s*(=~|!~|!=|=)/.test(text)) return text;
  throw wrongValue(
    node,
    'alerts.matchers',
    'a matcher such as severity="critical" (=, !=, =~, !~)',
  );
}

function byQuery({ prometheus, matchers, query }: Fields, node: YamlNode) {
  if (matchers) throw wrongPlace(matchers, 'matchers', 'alertmanager');
  return {
    url: urlOf(required(prometheus, node.where, 'alerts.prometheus'), 'alerts.prometheus'),
    query: textOf(required(query, node.where, 'alerts.query'), 'alerts.query'),
  };
}

function wrongPlace(node: YamlNode, key: string, owner: string): ConfigError {
  return new ConfigError(node.where, `alerts.${key} belongs to ${owner}`, `leave one of them out`);
}

/** Printed, journalled and logged by others on the way: so nothing secret may be in it. */
function urlOf(node: YamlNode, what: string): string {
  const wanted =
    'an address such as https://alerts.example.org:9093, without user, query and fragment';
  const text = textOf(node, what);
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isPlain = url && !url.username && !url.password && !url.search && !url.hash;
  // What is wrong may be the password in it.
  if (!isPlain || !/^https?:$/.test(url.protocol)) {
    throw new ConfigError(
      node.where,
      `${what} is not ${wanted}`,
      'user and passwordFrom are keys of alerts',
    );
  }
  return text.replace(/\/+$/, '');
}

function loginOf(
  { user, passwordFrom, tokenFrom }: Fields,
  node: YamlNode,
  folder: string,
  env: Environment | undefined,
): Pick<AlertSource, 'user' | 'passwordFrom' | 'tokenFrom'> {
  const secret = (from: YamlNode, key: string) => secretOf(from, `alerts.${key}`, folder, env);
  if (tokenFrom && (user || passwordFrom)) {
    throw new ConfigError(
      tokenFrom.where,
      'alerts: a token and a user are given',
      'leave tokenFrom out, or user and passwordFrom',
    );
  }
  if (tokenFrom) return { tokenFrom: secret(tokenFrom, 'tokenFrom') };
  if (!user && !passwordFrom) return {};
  return {
    user: textOf(required(user, node.where, 'alerts.user'), 'alerts.user'),
    passwordFrom: secret(required(passwordFrom, node.where, 'alerts.passwordFrom'), 'passwordFrom'),
  };
}
