import { EARLIER, streamsOf, type AVault } from '../../test/support/streams/a-vault';
import { fact } from '../../test/support/streams/ground-of';
import { digest, viewOf } from '../../test/support/streams/view-of';
import { idpUserOf } from './idp-mapping';
import { isOwnPrincipal, refuseOwnRecord } from './own-record';
import { directoryRecordOf } from './record-of-email';
import { callerPermissions, directoryEmail, permissionsOf, type CallerPermissions } from './caller-permissions';

const herself = { principalType: 'user', principalId: 'p-ann' } as const;
const somebody = { principalType: 'user', principalId: 'p-bob' } as const;
const group = { principalType: 'group', principalId: 'g' } as const;

test.each<[string, AVault, typeof herself | typeof somebody | typeof group, boolean]>([
  ['herself', {}, herself, true],
  ['herself, while her record is inactive', { person: 'inactive' }, herself, true],
  ['somebody else', {}, somebody, false],
  ['a group she is in', { member: true }, group, true],
  ['a group she is not in', {}, group, false],
  ['a group she is in, while her record is inactive', { member: true, person: 'inactive' }, group, true],
  ['a group her deleted record was in', { member: true, person: 'deleted' }, group, false],
  ['a group, when she has no record', { member: true, person: 'none' }, group, false],
  ['herself, without a record', { person: 'none' }, herself, false],
])('is it she: %s', async (_, fixture, principal, own) => {
  const view = viewOf(streamsOf(fixture));
  const ann = (await permissionsOf(view, 'ann')) as CallerPermissions;
  expect(await isOwnPrincipal(view, digest, ann, principal)).toBe(own);
});

test.each<[AVault['person'], string, string | undefined]>([
  ['active', 'ANN@example.COM', 'p-ann'],
  ['active', 'bob@example.com', undefined],
  ['inactive', 'ann@example.com', undefined],
  ['deleted', 'ann@example.com', undefined],
  ['none', 'ann@example.com', undefined],
])('an e-mail finds the active record, however it is spelled: %s %s', async (person, email, found) => {
  const view = viewOf(streamsOf({ person }));
  expect(await idpUserOf(view, digest, email)).toBe(found);
});

test('somebody who is switched off is nobody', async () => {
  expect(await permissionsOf(viewOf(streamsOf({ switchedOff: true })), 'ann')).toBeUndefined();
  expect(await permissionsOf(viewOf(streamsOf({})), 'bob')).toBeUndefined();
});

test('a record that is filed under a key of the e-mail, but is of another one, is not found by it', async () => {
  const streams = streamsOf({});
  const key = `directoryEmail-${digest.of('bob@example.com')}`;
  const view = viewOf({ ...streams, [key]: [fact('idp-email-claimed', { idpUserId: 'p-ann' })] });
  expect(await directoryRecordOf(view, digest, 'bob@example.com')).toBeUndefined();
  expect((await directoryRecordOf(view, digest, 'ann@example.com'))?.idpUserId).toBe('p-ann');
});

test('a record that is deleted is not found, though its e-mail was never given back', async () => {
  const key = `directoryEmail-${digest.of('ann@example.com')}`;
  const claimed = { [key]: [fact('idp-email-claimed', { idpUserId: 'p-ann' })] };
  const view = viewOf({ ...streamsOf({ person: 'deleted' }), ...claimed });
  expect(await directoryRecordOf(view, digest, 'ann@example.com')).toBeUndefined();
});

test.each<[string, Partial<CallerPermissions> | undefined, string, boolean]>([
  ['the own', {}, 'ANN@example.com', true],
  ['somebody else’s', {}, 'bob@example.com', false],
  ['the own, as an owner', { owner: true }, 'ann@example.com', false],
  ['the one that a machine is linked to, as the machine', { machine: true, linkedEmail: 'p@x.org' }, 'p@x.org', true],
  ['one with the name of a machine, as the machine', { machine: true }, 'ann@example.com', false],
  ['any, as a policy', undefined, 'ann@example.com', false],
])('refused to change a directory record: %s', (_, who, email, refused) => {
  const ann: CallerPermissions = {
    userId: 'ann',
    email: 'ann@example.com',
    support: false,
    owner: false,
    admin: false,
    assignments: [],
    roles: {},
    ...who,
  };
  const refusal = refuseOwnRecord(who && ann, { email }, 'changes his own record');
  expect(refusal?.code).toBe(refused ? 'SELF_GRANT' : undefined);
  expect(refusal?.detail ?? 'changes his own record').toContain('changes his own record');
});

const machine = fact('user-created', {
  userId: 'm',
  kind: 'machine',
  displayName: 'Robot',
  support: false,
  createdAt: EARLIER,
});
const linked = fact('user-linked', { userId: 'm', idpUserId: 'p-ann' });

test('a machine is found in the directory by what it is linked to, and else by nothing', async () => {
  const alone = (await permissionsOf(viewOf({ ...streamsOf({}), 'user-m': [machine] }), 'm')) as CallerPermissions;
  const view = viewOf({ ...streamsOf({}), 'user-m': [machine, linked] });
  const ofAnn = (await permissionsOf(view, 'm')) as CallerPermissions;
  expect([alone, ofAnn]).toEqual([
    expect.objectContaining({ email: 'Robot', machine: true }),
    expect.objectContaining({ email: 'Robot', machine: true, linkedEmail: 'ann@example.com' }),
  ]);
  expect('linkedEmail' in alone).toBe(false);
  expect([directoryEmail(alone), directoryEmail(ofAnn)]).toEqual(['', 'ann@example.com']);
  expect(await isOwnPrincipal(view, digest, ofAnn, herself)).toBe(true);
});

test('owner and admin somebody is by the account alone', async () => {
  const told = [fact('admin-added', { userId: 'ann' }), fact('owner-added', { userId: 'bob' })];
  const view = viewOf({ ...streamsOf({}), account: told });
  expect(await permissionsOf(view, 'ann')).toMatchObject({ owner: false, admin: true });
  expect(await permissionsOf(viewOf(streamsOf({})), 'ann')).toMatchObject({ owner: false, admin: false });
  const off = viewOf({
    ...streamsOf({}),
    account: [fact('owner-added', { userId: 'ann' }), fact('owner-suspended', { userId: 'ann' })],
  });
  expect(await permissionsOf(off, 'ann')).toMatchObject({ owner: false });
});

test('a caller is no more than the token says, and a policy nobody', async () => {
  const streams = streamsOf({ owner: true });
  const made = (tokenId: string, expiresAt: string) =>
    fact('token-made', { userId: 'ann', tokenId, createdAt: EARLIER, createdBy: 'bob', expiresAt });
  const tokens = [
    made('t', '2999-01-01T00:00:00.000Z'),
    made('over', '2001-01-01T00:00:00.000Z'),
    made('gone', '2999-01-01T00:00:00.000Z'),
  ];
  const revoked = fact('token-revoked', { userId: 'ann', tokenId: 'gone' });
  const view = viewOf({ ...streams, 'user-ann': [...(streams['user-ann'] ?? []), ...tokens, revoked] });
  const actor = { kind: 'user', userId: 'ann' } as const;
  expect(await callerPermissions(view, { actor })).toMatchObject({ owner: true });
  for (const id of ['over', 'gone', 'none']) {
    expect(await callerPermissions(view, { actor, token: { id } })).toBeUndefined();
  }
  expect(await callerPermissions(view, { actor, token: { id: 't' } })).toMatchObject({ owner: true });
  const narrow = await callerPermissions(view, { actor, token: { id: 't', permissions: ['pam_audit.read'] } });
  expect(narrow).toMatchObject({ owner: false, admin: false, narrowed: { owner: true, admin: false } });
  expect(narrow?.narrowed?.permissions).toEqual(['pam_audit.read']);
  expect(await callerPermissions(view, { actor: { kind: 'policy', name: 'p' } })).toBeUndefined();
  expect(
    await callerPermissions(view, { actor: { ...actor, userId: 'bob' }, token: { id: 't', permissions: [] } }),
  ).toBeUndefined();
});
