import type { GrantGiven, GrantRevoked } from '../domain/access-grants/events';
import type { AccessRequestApproved } from '../domain/access-requests/events';
import type { IdentityRevealed } from '../domain/disclosures/events';
import type { CheckoutEvidence, IdentityCheckedOut } from '../domain/sessions/events';
import { CREDENTIAL_COLUMNS, credentialCells } from './credential-cells';
import { onFacts, type FactWithView } from './on-facts';
import type { Leaf } from './leaf';
import { userName } from './named';
import { isSelfGiven } from './own-grants';
import { PERIOD, type Cell, type Line, type Report } from './report';
import { wants } from './wants';

interface Use {
  readonly identityId: string;
  readonly organizationId: string;
  readonly at: string;
  readonly cells: Readonly<Record<string, Cell>>;
  readonly leaves: Leaf[];
  readonly others: Set<string>;
}

/** R10. A line for each checkout and reveal by an owner without a grant, or by a grant that somebody gave to themselves. */
export const bypassedGrants: Report = {
  id: 'R10',
  version: 1,
  title: 'Owner bypass and self-granted use',
  population: 'checkouts and reveals; those by a grant that somebody else gave, and emergencies, are excluded',
  columns: [
    'time',
    'action',
    'userId',
    'userEmail',
    ...CREDENTIAL_COLUMNS,
    'why',
    'grantId',
    'sessionId',
    'reason',
    'secondPerson',
  ],
  restsOn: [
    ['account'],
    ['identity', 'identityId'],
    ['vault', 'identityGroupId'],
    ['vaultAccess', 'identityGroupId'],
    ['reveal', 'identityId'],
    ['user', 'userId'],
  ],
  parameters: PERIOD,
  begin: (scope) => {
    const isWanted = wants(scope);
    const selfGiven = new Map<string, Leaf>();
    const approvals = new Map<string, { readonly by: string; readonly leaf: Leaf }[]>();
    const uses: Use[] = [];
    /** By organization, how many were looked at that are no rows. */
    const left = new Map<string, number>();
    const add = (
      action: string,
      data: (IdentityCheckedOut | IdentityRevealed)['data'],
      { fact, leaf, view }: FactWithView,
    ): void => {
      const { identityId, organizationId, sessionId, reason, accessRequestId = '' } = data;
      const { grantId = '' }: CheckoutEvidence = data.evidence;
      const { time: at, actor } = fact.metadata;
      if (!isWanted(organizationId, at)) return;
      const own = selfGiven.get(grantId);
      const why =
        data.breakGlass === true
          ? undefined
          : data.ownerBypass
            ? 'owner-bypass'
            : own === undefined
              ? undefined
              : 'self-granted';
      if (why === undefined) {
        left.set(organizationId, (left.get(organizationId) ?? 0) + 1);
        return;
      }
      scope.keep();
      const approved = approvals.get(accessRequestId) ?? [];
      const by = { userId: actor.userId, userEmail: userName(view, actor.userId) };
      const told = { time: at, action, ...by, why, grantId: data.evidence.grantId, sessionId, reason };
      uses.push({
        identityId,
        organizationId,
        at,
        cells: told,
        leaves: [leaf, ...(own === undefined ? [] : [own]), ...approved.map((each) => each.leaf)],
        others: new Set(approved.map((each) => each.by)),
      });
    };
    return {
      take: onFacts<GrantGiven | GrantRevoked | AccessRequestApproved | IdentityCheckedOut | IdentityRevealed>({
        'keyledger.grant-given.v1': async (data, { leaf, view }) => {
          if (await isSelfGiven(view, data)) selfGiven.set(data.grantId, leaf);
        },
        'keyledger.access-request-approved.v1': ({ requestId, decidedByEmail: by }, { leaf }) =>
          void approvals.set(requestId, [...(approvals.get(requestId) ?? []), { by, leaf }]),
        'keyledger.identity-checked-out.v1': (data, seen) => add('checkout', data, seen),
        'keyledger.identity-revealed.v1': (data, seen) => add('reveal', data, seen),
        'keyledger.grant-revoked.v1': ({ grantId }) => void selfGiven.delete(grantId),
      }),
      *lines(view): Generator<Line> {
        for (const [organizationId, count] of left) yield { organizationId, left: true, count, cells: {}, leaves: [] };
        for (const { identityId, organizationId, at, cells, leaves, others } of uses) {
          const secondPerson = others.size === 0 ? undefined : [...others].join(' ');
          const told = { ...credentialCells(view, identityId), ...cells, secondPerson };
          yield { organizationId, at, leaves, cells: told };
        }
      },
    };
  },
};
