import { BadConfiguration } from './bad-configuration';
import { isLoopback } from './loopback';

export interface SyslogAddress {
  readonly host: string;
  readonly port: number;
  /** False: in the clear, on this machine alone. */
  readonly isSecure: boolean;
}

/** `tls://host:port`, or `tcp://` on this machine. It may hold a password by mistake: it is not shown. */
export const syslogAddress = (name: string, text: string): SyslogAddress => {
  const [, scheme, host = '', port] =
    /^(tls|tcp):\/\/([^/?#@:[\]\s]+|\[[0-9a-fA-F:.]+\]):(\d{1,5})\/?$/.exec(text) ?? [];
  const number = Number(port);
  if (scheme === undefined || number < 1 || number > 65_535) {
    throw new BadConfiguration(
      `${name} is no such address; give tls://host:port (6514 is usual), without user and path.`,
    );
  }
  if (scheme === 'tcp' && !isLoopback(host)) {
    throw new BadConfiguration(
      `${name} begins with tcp:, and facts would cross the net in clear; give tls, or an address of this machine.`,
    );
  }
  return { host: host.replaceAll(/^\[|\]$/g, ''), port: number, isSecure: scheme === 'tls' };
};

/** `https://`, or `http://` on this machine, without user and fragment. Not shown either. */
export const collectorAddress = (name: string, text: string): string => {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isBare = url !== undefined && url.username === '' && url.password === '' && url.hash === '';
  if (url === undefined || !isBare || !['https:', 'http:'].includes(url.protocol)) {
    throw new BadConfiguration(
      `${name} is no such address; give https://host/path, and a token in ${name}_TOKEN_FILE instead of user and password.`,
    );
  }
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
    throw new BadConfiguration(
      `${name} begins with http:, and facts would cross the net in clear; give https, or an address of this machine.`,
    );
  }
  return url.href;
};
