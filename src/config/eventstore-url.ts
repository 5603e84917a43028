import { BadConfiguration } from './bad-configuration';
import { readNamedFile } from './read-named-file';

/** A connection string taken apart as far as we must understand it. It may hold a password: never shown, never logged. */
export interface EventStoreUrl {
  readonly url: string;
  readonly hosts: readonly { readonly address: string; readonly port: number }[];
  readonly tls: boolean;
  /** Longest wait for one answer, ms, where `defaultDeadline` names it. */
  readonly callMs?: number;
  /** PEM of the authority to trust, when one is named. */
  readonly ca?: Buffer;
}

const FORM = /^esdb(\+discover)?:\/\/(?:[^:@/?]+:[^@/?]+@)?([^@/?]+)\/?(?:\?(.*))?$/;
const DEFAULT_PORT = 2113;
const TRUTH = /^(true|false)$/;
const NUMBER = /^\d{1,9}$/;
const ANYTHING = /^.+$/;

/** What the client understands in a connection string; anything else it would ignore with a warning that shows the string. */
const OPTIONS: Readonly<Record<string, RegExp>> = {
  tls: TRUTH,
  tlsverifycert: /^true$/,
  throwonappendfailure: /^true$/,
  tlscafile: ANYTHING,
  usercertfile: ANYTHING,
  userkeyfile: ANYTHING,
  connectionname: ANYTHING,
  nodepreference: /^leader$/i,
  maxdiscoverattempts: NUMBER,
  discoveryinterval: NUMBER,
  gossiptimeout: NUMBER,
  defaultdeadline: /^[1-9]\d{2,5}$/,
  keepaliveinterval: NUMBER,
  keepalivetimeout: NUMBER,
};

const refuse = (what: string): never => {
  throw new BadConfiguration(`EVENTSTORE_URL ${what}`);
};

const hostFrom = (text: string): { address: string; port: number } => {
  const [address = '', port = String(DEFAULT_PORT), ...rest] = text.split(':');
  const number = NUMBER.test(port) ? Number(port) : 0;
  if (address === '' || rest.length > 0 || number < 1 || number > 65_535) {
    refuse(
      'names a host that is none; write each as name:port, separated by commas, and one that has an IPv6 address by name.',
    );
  }
  return { address, port: number };
};

const optionsFrom = (query: string): ReadonlyMap<string, string> => {
  const options = new Map<string, string>();
  for (const pair of query.split('&').filter((text) => text !== '')) {
    const [name = '', ...value] = pair.split('=');
    const key = name.toLowerCase().replaceAll(/[_-]/g, '');
    const form = Object.hasOwn(OPTIONS, key) ? OPTIONS[key] : undefined;
    if (form === undefined) {
      refuse(
        `has an option ${JSON.stringify(name.slice(0, 40))} that the client does not know; take it out or mend it.`,
      );
    } else if (!form.test(value.join('='))) {
      refuse(`has a value for ${name} that can not be used here; it must be like ${form.source}.`);
    }
    options.set(key, value.join('='));
  }
  return options;
};

/** Checks an EventStoreDB connection string and the files it names. Throws {@link BadConfiguration}. */
export const eventStoreUrl = (url: string): EventStoreUrl => {
  const [, , hosts = '', query = ''] =
    FORM.exec(url) ?? refuse('is no connection string; it must be like esdb://user:password@host:2113?tls=true.');
  const options = optionsFrom(query);
  const file = (key: string): Buffer | undefined => {
    const path = options.get(key);
    return path === undefined ? undefined : readNamedFile('EVENTSTORE_URL', decodeURIComponent(path));
  };
  const [ca, certificate, key] = [file('tlscafile'), file('usercertfile'), file('userkeyfile')];
  if ((certificate === undefined) !== (key === undefined)) {
    refuse('names one of userCertFile and userKeyFile; give both, or neither.');
  }
  const deadline = options.get('defaultdeadline');
  return {
    url,
    hosts: hosts.split(',').map(hostFrom),
    tls: options.get('tls') !== 'false',
    ...(deadline === undefined ? {} : { callMs: Number(deadline) }),
    ...(ca === undefined ? {} : { ca }),
  };
};
