import { SignInUser } from '../../src/commands/users/sign-in-user';
import { CreateUser } from '../../src/commands/users/create-user';
import { CommandBus } from '@nestjs/cqrs';
import type { Context } from '../../src/kernel/context';
import type { Principal } from '../../src/kernel/token-issuers';
import { runningApplication, type RunningApplication } from '../support/application/running-application';

let application: RunningApplication;
beforeAll(async () => {
  application = await runningApplication();
});
afterAll(() => application.end());

const context = (userId?: string): Context => ({
  actor: { kind: 'user', ...(userId === undefined ? {} : { userId }) },
  correlationId: 'spec',
  deadline: Date.now() + 10_000,
  ids: application.adapters.ids,
});

const principal = (more: Partial<Principal>): Principal => ({
  issuer: 'https://idp.example',
  subject: 'subject',
  emailVerified: true,
  support: false,
  expiresAt: Date.now() + 60_000,
  ...more,
});
const signIn = (more: Partial<Principal>) => application.server.app.get(SignInUser).signIn(principal(more), context());
const refused = { refusal: { code: 'UNAUTHENTICATED' } };

test('an unpinned token needs a verified e-mail; a pinned one needs none', async () => {
  const ann = { email: 'ann@x.org', subject: 'ann' };
  await expect(signIn({ ...ann, emailVerified: false })).rejects.toMatchObject(refused);
  const first = await signIn(ann);
  expect(await signIn({ subject: 'ann', emailVerified: false })).toMatchObject(first);
});

test('another subject, or the same one of another issuer, with a known e-mail is refused', async () => {
  await signIn({ email: 'bob@x.org', subject: 'bob' });
  await expect(signIn({ email: 'BOB@x.org', subject: 'mallory' })).rejects.toMatchObject(refused);
  await expect(signIn({ email: 'bob@x.org', subject: 'bob', issuer: 'https://other.example' })).rejects.toMatchObject(
    refused,
  );
  await expect(signIn({ subject: 'mallory' })).rejects.toMatchObject(refused);
});

test('a machine made beforehand signs in without an e-mail', async () => {
  const owner = await (await application.as('owner@example.com')).ok('GET', '/me');
  const pin = { issuer: 'https://idp.example', subject: 'machine' };
  const made = await application.server.app
    .get(CommandBus)
    .execute(new CreateUser(context(owner.user.id), 'machine@x.org', undefined, pin));
  expect(await signIn({ subject: 'machine', emailVerified: false })).toMatchObject({ userId: made.id });
});

test('a sign-in that changes nothing appends nothing', async () => {
  const kim = { email: 'kim@x.org', subject: 'kim' };
  await signIn(kim);
  const head = await application.adapters.eventStore.head();
  await signIn(kim);
  expect(await application.adapters.eventStore.head()).toBe(head);
});

test('two subjects that race for one e-mail: one signs in, the other never does', async () => {
  const race = (subject: string) => signIn({ email: 'race@x.org', subject });
  const settled = await Promise.allSettled([race('one'), race('two')]);
  expect(settled.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  const loser = settled[0]?.status === 'rejected' ? 'one' : 'two';
  await expect(race(loser)).rejects.toMatchObject(refused);
});
