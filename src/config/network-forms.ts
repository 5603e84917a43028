import { isIP } from 'node:net';

const HOST_NAME = /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/i;

/** Digits and dots alone are a mistyped address, which the resolver would otherwise read in its own way. */
export const isHost = (text: string): boolean => isIP(text) !== 0 || (HOST_NAME.test(text) && !/^[\d.]+$/.test(text));

/** An IP address, or a range as CIDR writes it; not one of a single interface, which nothing can be held against. */
export const isAddressOrRange = (item: string): boolean => {
  const [address = '', bits, ...rest] = item.split('/');
  const family = isIP(address);
  if (family === 0 || address.includes('%') || rest.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128));
};

/** As browsers write it. */
export const isOrigin = (item: string): boolean =>
  /^https?:/.test(item) && URL.canParse(item) && new URL(item).origin === item;

/** A web address without a query or a user, as clients put paths behind it. */
export const isServerAddress = (text: string): boolean =>
  /^https?:\/\/[^/?#\s@]+[^?#\s@]*$/.test(text) && URL.canParse(text);
