import { BlockList, isIP } from 'node:net';

const familyOf = (address: string): 'ipv4' | 'ipv6' => (isIP(address) === 6 ? 'ipv6' : 'ipv4');

/** An IP address, or a CIDR range of them (RFC 4632, RFC 4291): `203.0.113.7`, `10.0.0.0/8`, `2001:db8::/32`. */
export const isAddressOrRange = (text: string): boolean => {
  const [address = '', bits, ...rest] = text.split('/');
  if (isIP(address) === 0 || address.includes('%') || rest.length > 0) return false;
  return bits === undefined || (/^(0|[1-9]\d{0,2})$/.test(bits) && Number(bits) <= (isIP(address) === 6 ? 128 : 32));
};

/** Whether an address is one of a list, or lies in one of its ranges. None is: nobody knows where it is from. */
export const isAmong = (address: string | undefined, list: readonly string[]): boolean => {
  const bare = address?.replace(/%.*$/, '');
  if (bare === undefined || isIP(bare) === 0) return false;
  const allowed = new BlockList();
  for (const item of list) {
    const [network = '', bits] = item.split('/');
    if (bits === undefined) allowed.addAddress(network, familyOf(network));
    else allowed.addSubnet(network, Number(bits), familyOf(network));
  }
  return allowed.check(bare, familyOf(bare));
};
