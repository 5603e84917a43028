import { BadConfiguration } from './bad-configuration';
import { isLoopback } from './loopback';
import type { Variables } from './variables';

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

const mailConfig = ({ KEYLEDGER_SMTP_URL: url, KEYLEDGER_MAIL_FROM: from }: Variables): MailConfig | undefined => {
  if (url === undefined) return undefined;
  if (from === undefined) {
    throw new BadConfiguration(
      'KEYLEDGER_MAIL_FROM is not set; give the address that mail is sent from, such as keyledger@example.com.',
    );
  }
  const { username, hostname } = new URL(url);
  return { url, from, needsTls: username !== '' && !isLoopback(hostname) };
};

/** How notifications leave the server. */
export const notificationsConfig = (variables: Variables): NotificationsConfig => {
  const mail = mailConfig(variables);
  return {
    ...(mail === undefined ? {} : { mail }),
    webhookAllowedAddresses: variables.KEYLEDGER_WEBHOOK_ALLOWED_ADDRESSES,
  };
};
