import type { AccessLine } from '../access/access-line';
import type { GrantChanged, GrantGiven, GrantRevoked } from '../domain/access-grants/events';
import type { OwnerAdded } from '../domain/accounts/events';
import type { IdentityRevealed } from '../domain/disclosures/events';
import { identity } from '../domain/identities/evolve';
import type { IdentityCheckedOut } from '../domain/sessions/events';
import { emailKeys } from '../kernel/email-keys';
import { accessLines } from './access-lines';
import { onFacts } from './on-facts';
import { leavesOf, type Leaf } from './leaf';
import type { Line, Report } from './report';
import type { StateView } from './state-view';

interface Use {
  readonly at: string;
  readonly leaf: Leaf;
}

const PATHS = { grant: () => 'direct', owner: () => 'owner-bypass', group: (id?: string) => `group:${id}` } as const;

/** The credentials of each vault, by their ids. */
const credentialsByVault = (view: StateView): ReadonlyMap<string, readonly (readonly [string, string])[]> => {
  const found = new Map<string, (readonly [string, string])[]>();
  for (const [id, { status, identityGroupId, settings }] of view.all(identity)) {
    if (status !== 'active' && status !== 'enrolling') continue;
    const others = found.get(identityGroupId) ?? [];
    others.push([id, settings.name]);
    found.set(identityGroupId, others);
  }
  return found;
};

const cellsOf = (line: AccessLine) => ({
  organizationId: line.organizationId,
  identityGroupId: line.identityGroupId,
  identityGroupName: line.identityGroupName,
  userId: line.userId,
  principal: line.email === '' ? line.displayName : line.email,
  displayName: line.displayName,
  machine: line.machine,
  level: line.level,
  path: PATHS[line.via](line.principalId),
  can: line.can,
  obstacle: line.obstacle,
  grantId: line.grantId,
  grantedBy: line.grantedByEmail,
  grantedAt: line.grantedAt,
  expiresAt: line.expiresAt,
});

/** By which streams somebody is the person whom a grant reaches. */
const streamsOf = ({ idpUserId, email }: AccessLine, { digest }: StateView): readonly string[] =>
  idpUserId === undefined
    ? []
    : [`directory-${idpUserId}`, ...emailKeys(digest, email).map((key) => `userEmail-${key}`)];

/** R1. A line for each credential and each way by which somebody reaches it; of an empty vault, one for each way. */
export const accessHeld: Report = {
  id: 'R1',
  version: 1,
  title: 'Who had access to what',
  population: 'ways by which somebody reaches a credential; those by a grant that has run out are excluded',
  columns: [
    'organizationId',
    'identityGroupId',
    'identityGroupName',
    'identityId',
    'identityName',
    'userId',
    'principal',
    'displayName',
    'machine',
    'level',
    'path',
    'can',
    'obstacle',
    'grantId',
    'grantedBy',
    'grantedAt',
    'expiresAt',
    'lastUsedAt',
  ],
  restsOn: [
    ['account'],
    ['identity', 'identityId'],
    ['vault', 'identityGroupId'],
    ['vaultAccess', 'identityGroupId'],
    ['reveal', 'identityId'],
    ['user', 'userId'],
    ['directoryGroup', 'path'],
  ],
  parameters: [],
  begin: () => {
    const given = new Map<string, readonly Leaf[]>();
    const owners = new Map<string, Leaf>();
    const uses = new Map<string, Use>();
    const used = (identityId: string, userId: string | undefined, use: Use): void => {
      uses.set(`${identityId} ${userId}`, use);
    };
    return {
      take: onFacts<GrantGiven | GrantChanged | GrantRevoked | OwnerAdded | IdentityCheckedOut | IdentityRevealed>({
        'keyledger.grant-given.v1': ({ grantId }, { leaf }) => void given.set(grantId, [leaf]),
        'keyledger.grant-changed.v1': ({ grantId }, { leaf }) =>
          void given.set(grantId, [...(given.get(grantId) ?? []).slice(0, 1), leaf]),
        'keyledger.grant-revoked.v1': ({ grantId }) => void given.delete(grantId),
        'keyledger.owner-added.v1': ({ userId }, { leaf }) => void owners.set(userId, leaf),
        'keyledger.identity-checked-out.v1': ({ identityId, userId }, { fact, leaf }) =>
          used(identityId, userId, { at: fact.metadata.time, leaf }),
        'keyledger.identity-revealed.v1': ({ identityId }, { fact, leaf }) =>
          used(identityId, fact.metadata.actor.userId, { at: fact.metadata.time, leaf }),
      }),
      async *lines(view, asOf): AsyncGenerator<Line> {
        const credentials = credentialsByVault(view);
        for await (const access of accessLines(view, asOf)) {
          const { organizationId, identityGroupId, userId = '', grantId, obstacle } = access;
          const rests = grantId === undefined ? leavesOf(owners.get(userId)) : (given.get(grantId) ?? []);
          const cells = cellsOf(access);
          const left = obstacle === 'GRANT_EXPIRED';
          for (const [identityId, identityName] of credentials.get(identityGroupId) ?? [[undefined, undefined]]) {
            const use = uses.get(`${identityId} ${userId}`);
            yield {
              organizationId,
              left,
              restsOn: streamsOf(access, view),
              cells: { ...cells, identityId, identityName, lastUsedAt: use?.at },
              leaves: [...rests, ...leavesOf(use?.leaf)],
            };
          }
        }
      },
    };
  },
};
