import { EARLIER, LATER, NOW } from '../../../test/support/streams/a-vault';
import { fact, Ground, type Told } from '../../../test/support/streams/ground-of';
import { peopleOf, PLACES } from '../../../test/support/streams/people';
import { digest, type Streams } from '../../../test/support/streams/view-of';
import { derivedIds } from '../../adapters/outside/derived-ids';
import { accountKey } from '../../domain/identities/connectors';
import { NewIdentityJudge } from '../identities/new-identity-judge';
import { BeginImport, BeginImportHandler } from './begin-import';
import { FindImportId, FindImportIdHandler } from './find-import-id';
import type { Planned } from './planned';
import { RehearseLine, RehearseLineHandler } from './rehearse-line';

/** An import is rehearsed line by line as the commands it stands for, and what it makes has the same id at every try. */
const HOSTS = ['hosts.manage_users'] as const;
const VAULTS = ['pam_vaults.manage'] as const;
const account = (hostId: string) =>
  `hostAccount-${digest.of(...accountKey(hostId, { username: 'root', connector: 'linux-password' }))}`;
const host = (hostId: string, organizationId = 'o'): Streams => ({
  [`host-${hostId}`]: [fact('host-created', { hostId, organizationId, name: hostId, createdAt: EARLIER })],
});
const person = (idpUserId: string, userId: string) => ({
  [`directory-${idpUserId}`]: [
    fact('idp-user-created', { idpUserId, email: `${userId}@x.org`, displayName: userId, active: true }),
  ],
  [`directoryEmail-${digest.of(`${userId}@x.org`)}`]: [fact('idp-email-claimed', { idpUserId })],
});
const STREAMS = peopleOf(
  {
    owner: { owner: true },
    vaults: { here: VAULTS },
    hosts: { here: HOSTS },
    both: { here: [...HOSTS, ...VAULTS] },
    viewer: { here: ['pam_vaults.view'] },
    robot: { machine: true, here: VAULTS },
    stranger: {},
  },
  {
    ...PLACES,
    ...host('a'),
    ...host('b'),
    ...host('other', 'p'),
    ...person('p-bob', 'bob'),
    ...person('p-vaults', 'vaults'),
    'organization-o': [
      ...(PLACES['organization-o'] ?? []),
      fact('organization-secret-set', { organizationId: 'o', secretVersion: 1 }),
    ],
    [account('b')]: [fact('host-account-reserved', { organizationId: 'o', hostId: 'b', identityId: 'somebody-elses' })],
  },
);

describe('an import is begun', () => {
  const begin = (who: string, organizationId = 'o') => {
    const ground = new Ground(STREAMS);
    const handler = new BeginImportHandler(ground.recording);
    return ground.when(() => handler.execute(new BeginImport(ground.as(who), organizationId)));
  };
  const refused = (code: string, organizationId = 'o'): Told => [
    `denied-${organizationId}`,
    'organization-import-refused',
    { organizationId, code },
  ];

  it.each(['owner', 'vaults', 'hosts', 'both', 'robot'])('by %s, who may make something there', async (who) => {
    expect(await begin(who)).toEqual({ answer: undefined, facts: [] });
  });
  it('by nobody who may make nothing, who is told what is missing', async () => {
    const { refused: code, extra, facts } = await begin('viewer');
    expect([code, extra]).toEqual(['PERMISSION_DENIED', { permission: 'pam_vaults.manage' }]);
    expect(facts).toEqual([refused('PERMISSION_DENIED')]);
  });
  it.each([
    ['stranger', 'o'],
    ['hosts', 'p'],
  ])('by %s, from whom %s is hidden, as if there were none', async (who, where) => {
    expect(await begin(who, where)).toMatchObject({ refused: 'NOT_FOUND', facts: [refused('NOT_FOUND', where)] });
  });
});

describe('what is named so gets one id', () => {
  const find = (streams: Streams, kind: FindImportId['kind'], ...names: readonly string[]) => {
    const ground = new Ground(streams);
    return new FindImportIdHandler(ground.reader, derivedIds).execute(new FindImportId(kind, names));
  };
  const made = { organizationId: 'o', name: 'web', createdAt: EARLIER };
  const MADE = {
    vault: (id: string) => fact('vault-created', { identityGroupId: id, ...made }),
    host: (id: string) => fact('host-created', { hostId: id, ...made }),
    identity: (id: string) =>
      fact('identity-created', {
        identityId: id,
        identityGroupId: 'v',
        ...made,
        username: 'root',
        credentialType: 'password',
        rotateAfterUse: false,
        hostIds: [],
        allowConcurrentCheckout: false,
        maxConcurrentSessions: 1,
        credentialVersion: 1,
      }),
  };
  const GONE = {
    vault: (id: string) => fact('vault-deleted', { identityGroupId: id, organizationId: 'o' }),
    host: (id: string) => fact('host-deleted', { hostId: id, organizationId: 'o' }),
    identity: (id: string) =>
      fact('identity-deleted', { identityId: id, identityGroupId: 'v', organizationId: 'o', deletedAt: NOW }),
  };

  it.each(['vault', 'host', 'identity'] as const)(
    'a %s, at every try, and the next one once it is deleted',
    async (kind) => {
      const first = await find({}, kind, 'o', 'web');
      expect(first.exists).toBe(false);
      expect(await find({}, kind, 'o', 'web')).toEqual(first);
      const there = { [`${kind}-${first.id}`]: [MADE[kind](first.id)] };
      expect(await find(there, kind, 'o', 'web')).toEqual({ ...first, exists: true });
      const gone = { [`${kind}-${first.id}`]: [MADE[kind](first.id), GONE[kind](first.id)] };
      const next = await find(gone, kind, 'o', 'web');
      expect(next).toEqual({ id: expect.any(String), exists: false });
      expect(next.id).not.toBe(first.id);
      const again = { ...gone, [`${kind}-${next.id}`]: [MADE[kind](next.id)] };
      expect(await find(again, kind, 'o', 'web')).toEqual({ ...next, exists: true });
    },
  );

  it('another name, place or kind has another id', async () => {
    const all = await Promise.all([
      find({}, 'vault', 'o', 'web'),
      find({}, 'vault', 'o', 'db'),
      find({}, 'vault', 'p', 'web'),
      find({}, 'host', 'o', 'web'),
      find({}, 'identity', 'o', 'web'),
    ]);
    expect(new Set(all.map(({ id }) => id)).size).toBe(5);
  });
});

describe('a line is rehearsed', () => {
  const rehearse = (who: string, planned: Planned, taken?: Set<string>, streams: Streams = {}) => {
    const ground = new Ground({ ...STREAMS, ...streams });
    const judge = new NewIdentityJudge(undefined as never, { problem: () => undefined } as never);
    const handler = new RehearseLineHandler(ground.reader, ground.clock, digest, judge);
    return ground.when(() => handler.execute(new RehearseLine(ground.as(who), 'o', planned, taken)));
  };
  const identity = (more: object = {}, given: object = {}): Planned => ({
    kind: 'identity',
    vaultId: 'v',
    given: { name: 'root', username: 'root', credentialType: 'password', ...given },
    newHosts: [],
    credential: 'hunter2',
    ...more,
  });
  const grant = (more: object = {}, vaultId: string | undefined = 'v'): Planned => ({
    kind: 'grant',
    ...(vaultId === undefined ? {} : { vaultId }),
    grant: { principalType: 'user', principalId: 'p-bob', level: 'checkout', ...more },
  });
  const onA = { hostIds: ['a'], connector: 'linux-password' };
  const onB = { hostIds: ['b'], connector: 'linux-password' };

  it.each<[string, string, Planned]>([
    ['a vault by who manages vaults', 'vaults', { kind: 'vault' }],
    ['a host by who manages hosts', 'hosts', { kind: 'host' }],
    ['a grant of whatever by a person who manages vaults', 'vaults', { kind: 'giving' }],
    ['an identity by who manages its vault', 'vaults', identity()],
    ['an identity of a vault to be made', 'vaults', identity({ vaultId: undefined })],
    ['an identity on a host by who manages both', 'both', identity({}, onA)],
    ['an identity on a host to be made by who manages both', 'both', identity({ newHosts: ['web'] })],
    ['a grant to somebody else', 'vaults', grant({ expiresAt: LATER })],
    [
      'a grant in a vault to be made',
      'vaults',
      { kind: 'grant', grant: { principalType: 'user', principalId: 'p-bob', level: 'checkout' } },
    ],
  ])('%s would be made, and nothing is', async (_, who, planned) => {
    expect(await rehearse(who, planned)).toEqual({ answer: undefined, facts: [] });
  });

  it.each<[string, string, Planned, string]>([
    ['a vault by who manages hosts', 'hosts', { kind: 'vault' }, 'PERMISSION_DENIED'],
    ['a host by who manages vaults', 'vaults', { kind: 'host' }, 'PERMISSION_DENIED'],
    ['anything by a stranger', 'stranger', { kind: 'vault' }, 'NOT_FOUND'],
    ['a grant of whatever by a machine', 'robot', { kind: 'giving' }, 'PERMISSION_DENIED'],
    ['an identity in a vault there is not', 'vaults', identity({ vaultId: 'x' }), 'NOT_FOUND'],
    ['an identity on a host by who does not manage those', 'vaults', identity({}, onA), 'PERMISSION_DENIED'],
    [
      'an identity on a host to be made by who makes none',
      'vaults',
      identity({ newHosts: ['web'] }),
      'PERMISSION_DENIED',
    ],
    ['an identity on a host of another organization', 'both', identity({}, { hostIds: ['other'] }), 'NOT_FOUND'],
    ['an identity for an account that another one manages', 'both', identity({}, onB), 'ACCOUNT_ALREADY_MANAGED'],
    ['a value in plain text by who is no owner', 'both', identity({ scheme: 'plaintext' }), 'PERMISSION_DENIED'],
    ['a grant to nobody there is', 'vaults', grant({ principalId: 'x' }), 'NOT_FOUND'],
    ['a grant to the own user', 'vaults', grant({ principalId: 'p-vaults' }), 'SELF_GRANT'],
    ['a grant that is over', 'vaults', grant({ expiresAt: NOW }), 'VALIDATION_FAILED'],
  ])('%s would be refused, and nothing is told', async (_, who, planned, code) => {
    expect(await rehearse(who, planned)).toMatchObject({ refused: code, facts: [] });
  });

  it('an account that an earlier line takes is taken, on hosts there are and on those to be made', async () => {
    const taken = new Set<string>();
    expect(await rehearse('both', identity({ newHosts: ['web'] }, onA), taken)).toEqual({ facts: [] });
    for (const other of [identity({}, onA), identity({ newHosts: ['web'] }, { connector: 'linux-password' })]) {
      expect(await rehearse('both', other, taken)).toMatchObject({ refused: 'ACCOUNT_ALREADY_MANAGED' });
    }
    const beside = identity({ newHosts: ['web'] }, { ...onA, username: 'deploy' });
    expect(await rehearse('both', beside, taken)).toEqual({ facts: [] });
    expect(taken.size).toBe(4);
  });
});
