import type { StreamDamageSettled } from '../domain/damage/events';
import type { IdentityCheckedIn, IdentityCheckedOut, SessionExtended } from '../domain/sessions/events';
import { CREDENTIAL_COLUMNS, credentialCells } from './credential-cells';
import { onFacts } from './on-facts';
import type { Leaf } from './leaf';
import { lostStream } from './lost-stream';
import { pathOf } from './path-of';
import { PERIOD, type Line, type Report } from './report';
import { wants } from './wants';
import { wholeMinutes } from './whole-minutes';

interface Session {
  readonly out: IdentityCheckedOut['data'];
  readonly eventId: string;
  readonly ip?: string | undefined;
  readonly leaves: Leaf[];
  allowedUntil: string;
  end?: Pick<IdentityCheckedIn['data'], 'endedAt' | 'endedBy'>;
}

/** R4. A line for each checkout: who held what, for what reason, how long, and how it ended. */
export const checkoutRegister: Report = {
  id: 'R4',
  version: 1,
  title: 'Checkout register',
  population: 'checkouts',
  columns: [
    'sessionId',
    'userId',
    'userEmail',
    ...CREDENTIAL_COLUMNS,
    'hostId',
    'path',
    'breakGlass',
    'reason',
    'ip',
    'checkedOutAt',
    'endedAt',
    'endedBy',
    'minutes',
    'allowedMinutes',
    'eventId',
  ],
  restsOn: [
    ['identity', 'identityId'],
    ['vault', 'identityGroupId'],
    ['user', 'userId'],
  ],
  parameters: PERIOD,
  begin: (scope) => {
    const isWanted = wants(scope);
    const sessions = new Map<string, Session>();
    return {
      take: onFacts<IdentityCheckedOut | IdentityCheckedIn | SessionExtended | StreamDamageSettled>({
        'keyledger.identity-checked-out.v1': (out, { fact, leaf }) => {
          if (!isWanted(out.organizationId, out.checkedOutAt)) return;
          scope.keep();
          const { ip } = fact.metadata;
          const allowedUntil = out.expiresAt;
          sessions.set(out.sessionId, { out, eventId: fact.id, ip, leaves: [leaf], allowedUntil });
        },
        'keyledger.session-extended.v1': ({ sessionId, expiresAt }, { leaf }) => {
          const session = sessions.get(sessionId);
          if (session === undefined) return;
          session.allowedUntil = expiresAt;
          session.leaves.push(leaf);
        },
        'keyledger.identity-checked-in.v1': (end, { leaf }) => {
          const session = sessions.get(end.sessionId);
          if (session === undefined) return;
          session.end = end;
          session.leaves.push(leaf);
        },
        'keyledger.stream-damage-settled.v1': (settled, { fact, leaf }) => {
          const lost = lostStream(settled, 'identity');
          for (const session of sessions.values()) {
            if (session.out.identityId !== lost || session.end !== undefined) continue;
            session.end = { endedAt: fact.metadata.time, endedBy: 'force' };
            session.leaves.push(leaf);
          }
        },
      }),
      *lines(view, asOf): Generator<Line> {
        for (const { out, eventId, ip, leaves, allowedUntil, end } of sessions.values()) {
          const { sessionId, userId, userEmail, identityId, organizationId, checkedOutAt } = out;
          yield {
            organizationId,
            at: checkedOutAt,
            leaves,
            cells: {
              ...credentialCells(view, identityId),
              sessionId,
              userId,
              userEmail,
              hostId: out.hostId,
              path: pathOf(out.evidence, out.breakGlass),
              breakGlass: out.breakGlass,
              reason: out.reason,
              ip,
              checkedOutAt,
              endedAt: end?.endedAt,
              endedBy: end === undefined ? 'open' : end.endedBy,
              minutes: wholeMinutes(checkedOutAt, end?.endedAt ?? asOf),
              allowedMinutes: wholeMinutes(checkedOutAt, allowedUntil),
              eventId,
            },
          };
        }
      },
    };
  },
};
