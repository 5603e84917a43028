import { isLiveGrant } from '../domain/access-grants/decide';
import type { GrantChanged, GrantGiven, GrantRevoked } from '../domain/access-grants/events';
import { accessGrants, type StandingGrant } from '../domain/access-grants/state';
import type { IdentityRevealed } from '../domain/disclosures/events';
import type { EnrollmentRequested, IdentityCreated } from '../domain/identities/events';
import { identity } from '../domain/identities/evolve';
import type { CheckoutEvidence, IdentityCheckedOut } from '../domain/sessions/events';
import { vault } from '../domain/vaults/state';
import { CREDENTIAL_COLUMNS, credentialCells } from './credential-cells';
import { onFacts, type FactWithView } from './on-facts';
import { leavesOf, type Leaf } from './leaf';
import { nameOfPrincipal, userName } from './named';
import type { Cell, Line, Report } from './report';
import type { StateView } from './state-view';
import { wholeDays } from './whole-minutes';

interface Use {
  readonly at: string;
  readonly leaf: Leaf;
}

/** R9. A line for each grant and each credential that nobody has used for so many days, and for each grant without an end. */
export const dormantAccess: Report = {
  id: 'R9',
  version: 1,
  title: 'Dormant grants and credentials, grants without expiry',
  population:
    'grants in force and credentials in use; those that are used, and have an end where one can be, are excluded',
  columns: [
    'kind',
    ...CREDENTIAL_COLUMNS,
    'grantId',
    'principalType',
    'principalId',
    'principal',
    'level',
    'since',
    'grantedBy',
    'expiresAt',
    'lastUsedAt',
    'idleDays',
    'isDormant',
    'hasNoExpiry',
  ],
  restsOn: [
    ['identity', 'identityId'],
    ['vault', 'identityGroupId'],
    ['vaultAccess', 'identityGroupId'],
    ['reveal', 'identityId'],
    ['directory', 'principalId'],
    ['directoryGroup', 'principalId'],
  ],
  parameters: ['days'],
  begin: ({ days }) => {
    const begun = new Map<string, readonly Leaf[]>();
    const used = new Map<string, Use>();
    const use = (
      data: { readonly identityId: string; readonly evidence: CheckoutEvidence },
      { fact, leaf }: FactWithView,
    ): void => {
      const told = { at: fact.metadata.time, leaf };
      used.set(data.identityId, told);
      if (data.evidence.grantId !== undefined) used.set(data.evidence.grantId, told);
    };
    const begin = ({ identityId }: { readonly identityId: string }, { leaf }: FactWithView): void =>
      void begun.set(identityId, [leaf]);
    const idle = (id: string, since: string, asOf: string) => {
      const last = used.get(id);
      const idleDays = wholeDays(last?.at ?? since, asOf);
      return {
        isDormant: idleDays >= days,
        cells: { since, lastUsedAt: last?.at, idleDays, isDormant: idleDays >= days },
        leaves: [...(begun.get(id) ?? []), ...leavesOf(last?.leaf)],
      };
    };
    const grantLine = (view: StateView, vaultId: string, grant: StandingGrant, asOf: string): Line => {
      const { name, organizationId } = view.state(vault, vaultId);
      const { grantId, principalType, principalId, level, grantedBy, createdAt, expiresAt } = grant;
      const { isDormant, cells, leaves } = idle(grantId, createdAt, asOf);
      const hasNoExpiry = expiresAt === undefined;
      const told: Record<string, Cell> = {
        kind: 'grant',
        organizationId,
        identityGroupId: vaultId,
        identityGroupName: name,
        grantId,
        principalType,
        principalId,
        level,
        expiresAt,
        hasNoExpiry,
        principal: nameOfPrincipal(view, principalType, principalId),
        grantedBy: userName(view, grantedBy),
      };
      return { organizationId, left: !isDormant && !hasNoExpiry, leaves, cells: { ...told, ...cells } };
    };
    return {
      take: onFacts<
        | GrantGiven
        | GrantChanged
        | GrantRevoked
        | IdentityCreated
        | EnrollmentRequested
        | IdentityCheckedOut
        | IdentityRevealed
      >({
        'keyledger.grant-given.v1': ({ grantId }, { leaf }) => void begun.set(grantId, [leaf]),
        'keyledger.grant-changed.v1': ({ grantId }, { leaf }) =>
          void begun.set(grantId, [...(begun.get(grantId) ?? []).slice(0, 1), leaf]),
        'keyledger.grant-revoked.v1': ({ grantId }) => {
          begun.delete(grantId);
          used.delete(grantId);
        },
        'keyledger.identity-created.v1': begin,
        'keyledger.identity-enrollment-requested.v1': begin,
        'keyledger.identity-checked-out.v1': use,
        'keyledger.identity-revealed.v1': use,
      }),
      *lines(view, asOf): Generator<Line> {
        for (const [vaultId, { grants }] of view.all(accessGrants)) {
          if (view.state(vault, vaultId).status !== 'active') continue;
          const live = Object.values(grants).filter((grant) => isLiveGrant(grant, asOf));
          for (const grant of live) yield grantLine(view, vaultId, grant, asOf);
        }
        for (const [identityId, { status, organizationId, createdAt }] of view.all(identity)) {
          if (status !== 'active') continue;
          const { isDormant, cells, leaves } = idle(identityId, createdAt, asOf);
          const told = { kind: 'credential', ...credentialCells(view, identityId), ...cells };
          yield { organizationId, left: !isDormant, leaves, cells: told };
        }
      },
    };
  },
};
