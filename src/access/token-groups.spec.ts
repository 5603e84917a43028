import { NOW } from '../../test/support/streams/a-vault';
import { fact, Ground } from '../../test/support/streams/ground-of';
import { peopleOf, PLACES } from '../../test/support/streams/people';
import { digest, viewOf, type Streams } from '../../test/support/streams/view-of';
import { SetTokenNames, SetTokenNamesHandler } from '../commands/directory/set-token-names';
import type { TokenGroups } from '../kernel/context';
import { isRefusal } from '../kernel/refusal';
import { callerPermissions, type CallerPermissions } from './caller-permissions';
import { isOwnPrincipal } from './own-record';
import { permissionsIn } from './permissions';
import { basisOf } from './session-basis';
import { requireVaultAccess } from './vault-access';

const ISSUER = 'https://id.example.com/';
const UNTIL = '2026-06-01T00:30:00.000Z';
const AT = '2026-06-01T00:00:00.000Z';
const names = (...of: readonly string[]) =>
  fact('idp-group-tokens-listed', { idpGroupId: 'g', namedBy: of.map((name) => ({ issuer: ISSUER, name })) });
const STREAMS: Streams = peopleOf(
  {
    owner: { owner: true },
    mighty: { owner: true, machine: true },
    ann: { here: ['pam_vaults.view'] },
    robot: { machine: true },
  },
  {
    ...PLACES,
    account: [
      fact('role-created', { roleId: 'all', name: 'All', permissions: ['pam_vaults.manage'] }),
      fact('idp-group-roles-assigned', { idpGroupId: 'g', roles: [{ roleId: 'all' }] }),
      names('operators'),
    ],
    'directory-p': [fact('idp-user-created', { idpUserId: 'p', email: 'ann@x.org', displayName: 'A', active: true })],
    [`directoryEmail-${digest.of('ann@x.org')}`]: [fact('idp-email-claimed', { idpUserId: 'p' })],
    'directoryGroup-g': [fact('idp-group-created', { idpGroupId: 'g', name: 'G' })],
    'vaultAccess-v': [
      fact('grant-given', {
        organizationId: 'o',
        identityGroupId: 'v',
        grantId: 'grant',
        principalType: 'group',
        principalId: 'g',
        level: 'checkout',
        grantedBy: 'owner',
        createdAt: NOW,
      }),
    ],
  },
);
const also = (stream: string, ...facts: Streams[string]): Streams => ({
  ...STREAMS,
  [stream]: [...(STREAMS[stream] ?? []), ...facts],
});
const token = (more: Partial<TokenGroups> = {}): TokenGroups => ({
  issuer: ISSUER,
  names: ['others', 'operators'],
  until: UNTIL,
  ...more,
});
const standingOf = async (tokenGroups: TokenGroups | undefined, streams: Streams = STREAMS, userId = 'ann') =>
  (await callerPermissions(viewOf(streams, AT), {
    actor: { kind: 'user', userId },
    ...(tokenGroups && { tokenGroups }),
  })) as CallerPermissions;
const access = async (tokenGroups: TokenGroups | undefined, streams: Streams = STREAMS) =>
  requireVaultAccess(viewOf(streams, AT), digest, await standingOf(tokenGroups, streams), {
    vaultId: 'v',
    level: 'checkout',
    now: AT,
  });

test('a group that the token names reaches its bearer, until the token ends, and the fact says so', async () => {
  const evidence = {
    ownerBypass: false,
    grantId: 'grant',
    idpUserId: 'p',
    groupId: 'g',
    byToken: { issuer: ISSUER, until: UNTIL },
  };
  expect(await access(token())).toEqual({ level: 'checkout', via: 'group', until: UNTIL, evidence });
});

test('who is in the group by the directory needs no token, and does not rest on it', async () => {
  const member = also('directoryGroup-g', fact('idp-group-member-added', { idpGroupId: 'g', idpUserId: 'p' }));
  const found = await access(token(), member);
  expect(found).not.toHaveProperty('until');
  expect(found).not.toHaveProperty('evidence.byToken');
});

test.each<[string, TokenGroups | undefined, Streams]>([
  ['without a token that says so', undefined, STREAMS],
  ['of another issuer', token({ issuer: 'https://other.example.com/' }), STREAMS],
  ['that names another group', token({ names: ['others'] }), STREAMS],
  ['that is over', token({ until: AT }), STREAMS],
  ['once owners took the name away', token(), also('account', names())],
  ['once the group is deleted', token(), also('directoryGroup-g', fact('idp-group-deleted', { idpGroupId: 'g' }))],
  [
    'once the record is switched off',
    token(),
    also('directory-p', fact('idp-user-changed', { idpUserId: 'p', displayName: 'A', active: false })),
  ],
])('nobody has access by a token %s', async (_, tokenGroups, streams) => {
  expect(isRefusal(await access(tokenGroups, streams))).toBe(true);
});

test('it gives none of the roles of the group', async () => {
  expect(permissionsIn(await standingOf(token()), 'o')).toEqual(['pam_vaults.view']);
});

test('a machine has no groups by a token', async () => {
  expect(await standingOf(token(), STREAMS, 'robot')).not.toHaveProperty('byToken');
});

test('a session that rests on it ends with the token, and with the name', async () => {
  const session = {
    userId: 'ann',
    breakGlass: false,
    evidence: {
      ownerBypass: false,
      grantId: 'grant',
      groupId: 'g',
      idpUserId: 'p',
      byToken: { issuer: ISSUER, until: UNTIL },
    },
  };
  const place = { organizationId: 'o', vaultId: 'v' };
  const judged = (streams: Streams, now: string) => basisOf(viewOf(streams, now), digest, session, place, now);
  expect(await judged(STREAMS, AT)).toEqual({ stands: true, until: UNTIL });
  expect(await judged(STREAMS, UNTIL)).toEqual({ stands: false, endedBy: 'expiry' });
  expect(await judged(also('account', names()), AT)).toEqual({ stands: false, endedBy: 'grant_revoked' });
});

test('a group that tokens name may be anybody’s own: nobody but an owner grants to it', async () => {
  const group = { principalType: 'group', principalId: 'g' } as const;
  const rights = await standingOf(undefined);
  expect(await isOwnPrincipal(viewOf(STREAMS), digest, rights, group)).toBe(true);
  expect(await isOwnPrincipal(viewOf(also('account', names())), digest, rights, group)).toBe(false);
});

test.each<[string, string, string, string | undefined]>([
  ['an owner', 'owner', 'g', undefined],
  ['a machine that is one', 'mighty', 'g', 'PERMISSION_DENIED'],
  ['nobody else', 'ann', 'g', 'PERMISSION_DENIED'],
  ['of a group that is there', 'owner', 'none', 'NOT_FOUND'],
])('who says by which names tokens put their bearers in: %s', async (_, who, group, code) => {
  const ground = new Ground(STREAMS);
  const handler = new SetTokenNamesHandler(ground.deciding);
  const wanted = [
    { issuer: ISSUER, name: 'dba' },
    { issuer: ISSUER, name: 'dba' },
  ];
  const { refused, facts } = await ground.when(() => handler.execute(new SetTokenNames(ground.as(who), group, wanted)));
  expect(refused).toBe(code);
  const listed = ['account', 'idp-group-tokens-listed', { idpGroupId: 'g', namedBy: wanted.slice(1) }];
  expect(facts.filter(([, noun]) => !noun.endsWith('refused'))).toEqual(code === undefined ? [listed] : []);
});
