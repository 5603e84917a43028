import type { IncomingHttpHeaders } from 'node:http';
import { BlockList, isIP, SocketAddress, type Socket } from 'node:net';

const MAPPED = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i;
/** `[::1]`, `[::1]:1234`, `1.2.3.4:80`: some proxies tell the port too. */
const WITH_PORT = /^(?:\[([^\]]*)\](?::\d{1,5})?|([\d.]+):\d{1,5})$/;

/** An IPv4 address in IPv6 clothes is one address, not two. */
const bare = (address: string): string => MAPPED.exec(address)?.[1] ?? address;

/** As the system itself would spell it (RFC 5952): bounds count by what is written here, and the audit trail is asked by it. */
const asSystemSpells = (address: string): string =>
  isIP(address) === 6 && !address.includes('%') ? new SocketAddress({ address, family: 'ipv6' }).address : address;

const addressIn = (entry: string): string | undefined => {
  const text = entry.trim().replace(/^"(.*)"$/, '$1');
  const [, bracketed, withPort] = WITH_PORT.exec(text) ?? [];
  const address = bracketed ?? withPort ?? text;
  return isIP(address) === 0 ? undefined : bare(asSystemSpells(address));
};

export type ClientAddress = (peer: string | undefined, forwardedFor: string | undefined) => string | undefined;

/**
 * Whose address a request is from. `X-Forwarded-For` is read from its end, as far as proxies that are trusted have written
 * it: the first address that is none of theirs is the client's; what is no address ends the reading at who reported it.
 */
export const clientAddress = (trustedProxies: readonly string[]): ClientAddress => {
  const trusted = new BlockList();
  for (const item of trustedProxies) {
    const [address = '', bits] = item.split('/');
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    if (bits === undefined) trusted.addAddress(bare(address), isIP(bare(address)) === 6 ? 'ipv6' : 'ipv4');
    else trusted.addSubnet(address, Number(bits), family);
  }
  const isTrusted = (address: string): boolean =>
    trusted.check(address.replace(/%.*$/, ''), isIP(address) === 6 ? 'ipv6' : 'ipv4');

  return (peer, forwardedFor) => {
    let client = peer === undefined ? undefined : bare(peer);
    if (forwardedFor === undefined || trustedProxies.length === 0) return client;
    for (const entry of forwardedFor.split(',').toReversed()) {
      if (client === undefined || !isTrusted(client)) return client;
      const address = addressIn(entry);
      if (address === undefined) return client;
      client = address;
    }
    return client;
  };
};

/** The same of what came by a socket. */
export const addressAt = (of: ClientAddress, { remoteAddress }: Socket, headers: IncomingHttpHeaders) =>
  of(remoteAddress, [headers['x-forwarded-for'] ?? []].flat().join(',') || undefined);
