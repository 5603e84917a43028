import { createTransport } from 'nodemailer';
import type { MailConfig } from '../../config/notifications';
import type { Mail } from '../../kernel/outside';

const TIMEOUT_MS = 10_000;

const OFF: Mail = { isOn: false, send: () => Promise.resolve({ delivered: false, code: 'MAIL_OFF' }) };

const codeOf = (error: unknown): string => {
  const { code, responseCode } = error as { code?: string; responseCode?: number };
  return responseCode === undefined ? (code ?? 'CONNECTION_FAILED') : `SMTP_${responseCode}`;
};

/** Mail over SMTP; a password never goes in the clear beyond this machine. */
export const smtpMail = (config: MailConfig | undefined): Mail => {
  if (config === undefined) return OFF;
  const url = new URL(config.url);
  const isSecure = url.protocol === 'smtps:';
  const user = decodeURIComponent(url.username);
  const transport = createTransport({
    host: url.hostname.replaceAll(/^\[|\]$/g, ''),
    port: url.port === '' ? (isSecure ? 465 : 587) : Number(url.port),
    secure: isSecure,
    requireTLS: !isSecure && config.needsTls,
    ...(user === '' ? {} : { auth: { user, pass: decodeURIComponent(url.password) } }),
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
    socketTimeout: TIMEOUT_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    isOn: true,
    send: async ({ to, subject, text, id }) => {
      try {
        const messageId = `<${id}@keyledger>`;
        await transport.sendMail({ from: config.from, to: { name: '', address: to }, subject, text, messageId });
        return { delivered: true };
      } catch (error) {
        return { delivered: false, code: codeOf(error) };
      }
    },
  };
};
