import { BadConfiguration } from './bad-configuration';
import { shown } from './environment';
import { isLoopback } from './loopback';

const NAME = /^[\w.-]+(\/[\w.-]+)*$/;

export const A_TRANSIT_NAME = 'give a name of letters, digits, dots, dashes and underscores.';

/** A key or a mount of the transit engine. */
export const isTransitName = (text: string): boolean => NAME.test(text);

/** Scheme, host and port of a key-management server. Throws {@link BadConfiguration}. */
export const transitAddress = (name: string, text: string): string => {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isBare = url !== undefined && ['', '/'].includes(url.pathname) && url.search === '' && url.username === '';
  if (url === undefined || !isBare || !['https:', 'http:'].includes(url.protocol)) {
    throw new BadConfiguration(
      `${name} is ${shown(text)}; give the server's scheme, name and port: https://bao.example.com:8200.`,
    );
  }
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
    throw new BadConfiguration(
      `${name} begins with http:, and the root key would cross the net in clear; give https, or an address of this machine.`,
    );
  }
  return url.origin;
};
