import type { Permission } from '../../../src/domain/permissions';
import { EARLIER } from './a-vault';
import { digest, type Streams } from './view-of';
import { fact } from './ground-of';

/** What somebody is, in the fixture of a specification about commands. */
export interface APerson {
  readonly owner?: true;
  readonly admin?: true;
  readonly machine?: true;
  readonly off?: true;
  readonly support?: boolean;
  /** Everything, held everywhere. */
  readonly everywhere?: readonly Permission[];
  /** Everything, held in organization `o`. */
  readonly here?: readonly Permission[];
}

const roleOf = (userId: string, place: string, permissions: readonly Permission[]) =>
  fact('role-created', { roleId: `${userId}-${place}`, name: `${userId}-${place}`, permissions });

const accountOf = ([userId, { owner, admin, machine, everywhere, here }]: readonly [string, APerson]) => {
  const who = { userId, ...(machine ? {} : { email: `${userId}@x.org` }) };
  return [
    ...(owner ? [fact('owner-added', who)] : []),
    ...(admin ? [fact('admin-added', who)] : []),
    ...(everywhere ? [roleOf(userId, 'all', everywhere)] : []),
    ...(here ? [roleOf(userId, 'o', here)] : []),
  ];
};

const userOf = (userId: string, { machine, off, support = false, everywhere, here }: APerson) => {
  const roles = [
    ...(everywhere ? [{ roleId: `${userId}-all` }] : []),
    ...(here ? [{ roleId: `${userId}-o`, organizationId: 'o' }] : []),
  ];
  const who = machine ? { kind: 'machine', displayName: userId } : { email: `${userId}@x.org` };
  return [
    fact('user-created', { userId, ...who, support, createdAt: EARLIER }),
    ...(roles.length > 0 ? [fact('user-roles-assigned', { userId, roles })] : []),
    ...(off ? [fact('user-switched-off', { userId })] : []),
  ];
};

/** People of an account by their ids; the e-mail of `ann` is `ann@x.org`. `more`: streams, and what comes last on those of people. */
export const peopleOf = (people: Readonly<Record<string, APerson>>, more: Streams = {}): Streams => {
  const streams: Record<string, Streams[string]> = { account: Object.entries(people).flatMap(accountOf) };
  for (const [userId, person] of Object.entries(people)) {
    streams[`user-${userId}`] = userOf(userId, person);
    if (!person.machine) {
      streams[`userEmail-${digest.of(`${userId}@x.org`)}`] = [fact('user-claimed', { userId })];
    }
  }
  for (const [stream, events] of Object.entries(more)) {
    streams[stream] = [...(streams[stream] ?? []), ...events];
  }
  return streams;
};

const DEFAULTS = { breakGlassMinutes: 60, revealDuringExclusiveCheckout: true };

/** Organization `o` with vault `v`; another one, `p`, with vault `w`. */
export const PLACES: Streams = Object.fromEntries(
  [
    ['o', 'v'],
    ['p', 'w'],
  ].flatMap(([organizationId, identityGroupId]) => [
    [
      `organization-${organizationId}`,
      [fact('organization-created', { organizationId, name: 'Acme', settings: DEFAULTS, createdAt: EARLIER })],
    ],
    [
      `organizationMembers-${organizationId}`,
      [fact('organization-member-reserved', { organizationId, kind: 'vault', memberId: identityGroupId })],
    ],
    [
      `vault-${identityGroupId}`,
      [fact('vault-created', { identityGroupId, organizationId, name: 'Servers', createdAt: EARLIER })],
    ],
  ]),
);
