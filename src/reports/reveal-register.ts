import type { CredentialRedisclosed, DisclosureWithheld, IdentityRevealed } from '../domain/disclosures/events';
import { CREDENTIAL_COLUMNS, credentialCells } from './credential-cells';
import { onFacts, type FactWithView } from './on-facts';
import type { Leaf } from './leaf';
import { userName } from './named';
import { pathOf } from './path-of';
import { PERIOD, type Cell, type Line, type Report } from './report';
import { wants } from './wants';

interface Reveal {
  readonly identityId: string;
  readonly organizationId: string;
  readonly at: string;
  readonly cells: Readonly<Record<string, Cell>>;
  readonly leaves: Leaf[];
  withheld?: string;
}

/** R5. A line for each value that somebody was about to be shown without a new checkout, and whether it was. */
export const revealRegister: Report = {
  id: 'R5',
  version: 1,
  title: 'Reveal register',
  population: 'reveals, and values of open checkouts that were shown again',
  columns: [
    'eventId',
    'time',
    'userId',
    'userEmail',
    ...CREDENTIAL_COLUMNS,
    'kind',
    'path',
    'grantId',
    'sessionId',
    'accessRequestId',
    'reason',
    'version',
    'delivered',
    'withheld',
    'ip',
  ],
  restsOn: [
    ['identity', 'identityId'],
    ['vault', 'identityGroupId'],
    ['reveal', 'identityId'],
    ['user', 'userId'],
  ],
  parameters: PERIOD,
  begin: (scope) => {
    const isWanted = wants(scope);
    const reveals = new Map<string, Reveal>();
    const add = (
      { identityId, organizationId, sessionId, version }: (IdentityRevealed | CredentialRedisclosed)['data'],
      { fact, leaf, view }: FactWithView,
      cells: Readonly<Record<string, Cell>>,
    ): void => {
      const { time: at, actor, ip } = fact.metadata;
      if (!isWanted(organizationId, at)) return;
      scope.keep();
      const who = { userId: actor.userId, userEmail: userName(view, actor.userId) };
      const told = { eventId: fact.id, time: at, ...who, sessionId, version, ip, ...cells };
      reveals.set(fact.id, { identityId, organizationId, at, cells: told, leaves: [leaf] });
    };
    return {
      take: onFacts<IdentityRevealed | CredentialRedisclosed | DisclosureWithheld>({
        'keyledger.identity-revealed.v1': (data, seen) => {
          const { evidence, breakGlass, reason, accessRequestId } = data;
          const path = pathOf(evidence, breakGlass);
          add(data, seen, { kind: 'reveal', path, grantId: evidence.grantId, reason, accessRequestId });
        },
        'keyledger.credential-redisclosed.v1': (data, seen) =>
          add(data, seen, { kind: 'shown-again', path: 'session' }),
        'keyledger.disclosure-withheld.v1': ({ disclosureId, code }, { leaf }) => {
          const reveal = reveals.get(disclosureId);
          if (reveal === undefined) return;
          reveal.withheld = code;
          reveal.leaves.push(leaf);
        },
      }),
      *lines(view): Generator<Line> {
        for (const { identityId, organizationId, at, cells, leaves, withheld } of reveals.values()) {
          const delivered = withheld === undefined;
          const told = { ...credentialCells(view, identityId), ...cells, delivered, withheld };
          yield { organizationId, at, leaves, cells: told };
        }
      },
    };
  },
};
