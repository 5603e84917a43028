import { BlockList, isIP } from 'node:net';

const familyOf = (address: string): 'ipv4' | 'ipv6' => (isIP(address) === 6 ? 'ipv6' : 'ipv4');

const listOf = (ranges: readonly string[]): BlockList => {
  const list = new BlockList();
  for (const range of ranges) {
    const [network = '', bits] = range.split('/');
    if (bits === undefined) list.addAddress(network, familyOf(network));
    else list.addSubnet(network, Number(bits), familyOf(network));
  }
  return list;
};

/** Everything that is not the public network (IANA's special-purpose registries), and what may stand for such an address. */
const NOT_PUBLIC = listOf([
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
  '::/96',
  '::ffff:0:0:0/96',
  '64:ff9b::/96',
  '64:ff9b:1::/48',
  '100::/64',
  '100:0:0:1::/64',
  '2001::/23',
  '2001:db8::/32',
  '2002::/16',
  '3fff::/20',
  '5f00::/16',
  'fc00::/7',
  'fe80::/10',
  'fec0::/10',
  'ff00::/8',
]);

/** `::ffff:10.0.0.1` and `::ffff:a00:1` are 10.0.0.1. */
const plain = (address: string): string => {
  const [, dotted, high, low] =
    /^::ffff:(?:(\d+\.\d+\.\d+\.\d+)|([0-9a-f]{1,4}):([0-9a-f]{1,4}))$/i.exec(address) ?? [];
  if (dotted !== undefined) return dotted;
  if (high === undefined || low === undefined) return address;
  const [a, b] = [Number.parseInt(high, 16), Number.parseInt(low, 16)];
  return [a >> 8, a & 255, b >> 8, b & 255].join('.');
};

export interface Reachable {
  /** May it be spoken to at all? */
  readonly may: (address: string) => boolean;
  /** Was it named as allowed? It may then be spoken to in the clear. */
  readonly isNamed: (address: string) => boolean;
}

/** Which addresses a webhook may reach: public ones, and those that are named. */
export const reachable = (allowed: readonly string[]): Reachable => {
  const named = listOf(allowed);
  const isNamed = (address: string): boolean => {
    const bare = plain(address);
    return isIP(bare) !== 0 && named.check(bare, familyOf(bare));
  };
  return {
    isNamed,
    may: (address) => {
      const bare = plain(address);
      return isNamed(address) || (isIP(bare) !== 0 && !NOT_PUBLIC.check(bare, familyOf(bare)));
    },
  };
};
