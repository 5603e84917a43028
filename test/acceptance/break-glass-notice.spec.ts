import { parseCheckpoint } from '../../wire/tlog/checkpoint';
import { verifyNote } from '../../wire/tlog/verify-note';
import { checkpointBeyond, keysOf } from '../support/application/evidence-of';
import { newFixture, type Fixture } from '../support/application/fixture';
import { MailReceiver, WebhookReceiver } from '../support/application/receivers';
import { runningApplication, type RunningApplication } from '../support/application/running-application';
import type { Json } from '../support/json';
import { until } from '../support/until';

/** Whoever is told of broken glass is handed the newest checkpoint of the log with it, by whichever way. */
const SECRET = `whsec_${Buffer.from('a secret of thirty-two bytes ...').toString('base64')}`;
const hook = new WebhookReceiver();
const mail = new MailReceiver();
let application: RunningApplication;
let fixture: Fixture;
beforeAll(async () => {
  const env = {
    KEYLEDGER_SMTP_URL: await mail.start(),
    KEYLEDGER_MAIL_FROM: 'Keyledger <keyledger@example.com>',
    KEYLEDGER_WEBHOOK_ALLOWED_ADDRESSES: '127.0.0.1',
  };
  const url = await hook.start();
  application = await runningApplication({ env });
  fixture = await newFixture(application);
  const channels = [
    { kind: 'webhook', url, secret: SECRET, kinds: ['break-glass'] },
    { kind: 'mail', to: 'ops@example.com', kinds: ['break-glass'] },
  ];
  await fixture.owner.ok('PUT', `/organizations/${fixture.organizationId}/notification-channels`, { channels });
  await checkpointBeyond(fixture.owner, 0n);
}, 90_000);
afterAll(async () => {
  await application.end();
  await hook.end();
  await mail.end();
});
afterEach(() => jest.restoreAllMocks());

const breakGlass = async (): Promise<{ readonly id: string; readonly value: string; readonly told: Json }> => {
  const { id, value } = await fixture.newIdentity();
  await fixture.owner.ok('POST', `/identities/${id}/break-glass`, { reason: 'the shop is down' });
  let told: Json | undefined;
  await until('the notice', async () => {
    const { items } = await fixture.owner.ok('GET', '/notifications?limit=200');
    told = items.find(({ kind, identityId }: Json) => kind === 'break-glass' && identityId === id);
    return told !== undefined;
  });
  return { id, value, told };
};

test('inbox, webhook and mail carry it, it verifies, and it is no secret', async () => {
  const { id, value, told } = await breakGlass();
  expect(told).not.toHaveProperty('withoutCheckpoint');
  const note = verifyNote(told.checkpoint, await keysOf(fixture.owner));
  expect(Number(parseCheckpoint(note?.text ?? '')?.size)).toBeGreaterThan(0);
  expect(Buffer.byteLength(told.checkpoint)).toBeLessThanOrEqual(1024);
  await until(
    'webhook and mail',
    async () => [hook, mail].every(({ got }) => got.some(({ text }: { text: string }) => text.includes(id))),
    30_000,
  );
  const post = hook.got.find(({ text }) => text.includes(id));
  expect(post?.body.data.checkpoint).toBe(told.checkpoint);
  const letter = mail.got.find(({ text }) => text.includes(id));
  const decoded = (letter?.text ?? '')
    .replaceAll(/=\r?\n/g, '')
    .replaceAll('\r\n', '\n')
    .replaceAll(/(?:=[\dA-F]{2})+/g, (hex) => Buffer.from(hex.replaceAll('=', ''), 'hex').toString());
  expect(decoded).toContain(told.checkpoint);
  expect([told, post?.text, letter?.text].map((each) => JSON.stringify(each)).join('')).not.toContain(value);
});

test('where it can not be had the notice goes out all the same, and says so', async () => {
  let go: () => void = () => undefined;
  const held = new Promise<undefined>((resolve) => (go = () => resolve(undefined)));
  jest.spyOn(application.adapters.evidenceStore, 'newest').mockReturnValue(held);
  const { told } = await breakGlass();
  jest.restoreAllMocks();
  go();
  expect(told).toMatchObject({ severity: 'critical', withoutCheckpoint: true });
  expect(told).not.toHaveProperty('checkpoint');
});
