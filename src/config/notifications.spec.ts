import type { Environment } from './environment';
import { notificationsConfig as notifications } from './notifications';
import { variablesOf } from './variables-of';

const notificationsConfig = (env: Environment) => notifications(variablesOf(env));

test('nothing set: no mail, and no private address may be reached', () => {
  expect(notificationsConfig({})).toEqual({ webhookAllowedAddresses: [] });
});

test('mail takes a server and a sender', () => {
  const url = 'smtps://user:pass%20word@mail.example.com:465';
  const env = { KEYLEDGER_SMTP_URL: url, KEYLEDGER_MAIL_FROM: 'Keyledger <k@example.com>' };
  expect(notificationsConfig(env).mail).toEqual({ url, from: 'Keyledger <k@example.com>', needsTls: true });
  const here = { KEYLEDGER_SMTP_URL: 'smtp://u:p@127.0.0.1:25', KEYLEDGER_MAIL_FROM: 'k@example.com' };
  expect(notificationsConfig(here).mail?.needsTls).toBe(false);
});

test.each([
  [
    { KEYLEDGER_SMTP_URL: 'http://secret@mail.example.com', KEYLEDGER_MAIL_FROM: 'k@example.com' },
    'KEYLEDGER_SMTP_URL',
  ],
  [{ KEYLEDGER_SMTP_URL: 'mail.example.com', KEYLEDGER_MAIL_FROM: 'k@example.com' }, 'KEYLEDGER_SMTP_URL'],
  [{ KEYLEDGER_SMTP_URL: 'smtp://secret@h/path', KEYLEDGER_MAIL_FROM: 'k@example.com' }, 'KEYLEDGER_SMTP_URL'],
  [{ KEYLEDGER_SMTP_URL: 'smtp://secret@h' }, 'KEYLEDGER_MAIL_FROM'],
  [{ KEYLEDGER_SMTP_URL: 'smtp://secret@h', KEYLEDGER_MAIL_FROM: 'nobody' }, 'KEYLEDGER_MAIL_FROM'],
  [{ KEYLEDGER_WEBHOOK_ALLOWED_ADDRESSES: '10.0.0.0/8,localhost' }, 'KEYLEDGER_WEBHOOK_ALLOWED_ADDRESSES'],
  [{ KEYLEDGER_WEBHOOK_ALLOWED_ADDRESSES: '10.0.0.0/33' }, 'KEYLEDGER_WEBHOOK_ALLOWED_ADDRESSES'],
])('%j stops the start', (env, name) => {
  const load = () => notificationsConfig(env);
  expect(load).toThrow(name);
  expect(load).not.toThrow('secret');
});
