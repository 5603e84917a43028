import { isIP } from 'node:net';
import { BadConfiguration } from './bad-configuration';
import { isLoopback } from './loopback';
import { list, shown, valueOf, type Environment } from './environment';

/** Where mail is sent through, and from whom it is. Holds a password. */
export interface MailConfig {
  readonly url: string;
  readonly from: string;
  /** A password goes to it, beyond this machine. */
  readonly needsTls: boolean;
}

export interface NotificationsConfig {
  /** Absent: no mail. */
  readonly mail?: MailConfig;
  /** Addresses and ranges that a webhook may reach though they are private. */
  readonly webhookAllowedAddresses: readonly string[];
}

const ADDRESS = /^[^\s@<>]+@[^\s@<>]+$|^[^<>]*<[^\s@<>]+@[^\s@<>]+>$/;

const isAddressOrRange = (item: string): boolean => {
  const [address = '', bits, ...rest] = item.split('/');
  const family = isIP(address);
  if (family === 0 || address.includes('%') || rest.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128));
};

const isSmtpUrl = (text: string): boolean => {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, pathname, search, hash } = new URL(text);
  const isBare = (pathname === '' || pathname === '/') && search === '' && hash === '';
  return (protocol === 'smtp:' || protocol === 'smtps:') && hostname !== '' && isBare;
};

const mailConfig = (env: Environment): MailConfig | undefined => {
  const url = valueOf(env, 'KEYLEDGER_SMTP_URL');
  const from = valueOf(env, 'KEYLEDGER_MAIL_FROM');
  if (url === undefined) return undefined;
  // It may hold a password: it is not shown.
  if (!isSmtpUrl(url)) {
    throw new BadConfiguration('KEYLEDGER_SMTP_URL is no such address; give smtp(s)://user:password@host:port.');
  }
  if (from === undefined || !ADDRESS.test(from)) {
    throw new BadConfiguration(
      `KEYLEDGER_MAIL_FROM is ${from === undefined ? 'not set' : shown(from)}; give the address that mail is sent from, such as keyledger@example.com.`,
    );
  }
  const { username, hostname } = new URL(url);
  return { url, from, needsTls: username !== '' && !isLoopback(hostname) };
};

/** How notifications leave the server. */
export const notificationsConfig = (env: Environment): NotificationsConfig => {
  const mail = mailConfig(env);
  return {
    ...(mail === undefined ? {} : { mail }),
    webhookAllowedAddresses: list(
      env,
      'KEYLEDGER_WEBHOOK_ALLOWED_ADDRESSES',
      isAddressOrRange,
      'give IP addresses or CIDR ranges such as 10.0.0.0/8, separated by commas.',
    ),
  };
};
