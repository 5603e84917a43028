import type { Leaf } from './leaf';
import { userName } from './named';
import { PERIOD, type Line, type Report, type ReportDerivation } from './report';
import { wants } from './wants';

interface Attempts {
  readonly organizationId?: string | undefined;
  readonly code: string;
  readonly attempt: string;
  readonly actorId?: string | undefined;
  readonly ip?: string | undefined;
  readonly firstAt: string;
  lastAt: string;
  readonly leaves: Leaf[];
}

const REFUSED = /^keyledger\.(.*)-refused\.v\d+$/u;

/** R12. A line for each reason, kind of attempt, person and address: how often, and when first and last. */
export const refusedAttempts: Report = {
  id: 'R12',
  version: 1,
  title: 'Failed and denied attempts, rate limits',
  population: 'kinds of attempts that were refused, by reason, person and address',
  columns: ['code', 'attempt', 'organizationId', 'actorId', 'actor', 'ip', 'count', 'firstAt', 'lastAt'],
  restsOn: [['user', 'actorId']],
  parameters: PERIOD,
  begin: (scope): ReportDerivation => {
    const isWanted = wants(scope);
    const found = new Map<string, Attempts>();
    return {
      take({ type, data, metadata }, leaf) {
        const attempt = REFUSED.exec(type)?.[1];
        const { code, organizationId } = data as { readonly code?: string; readonly organizationId?: string };
        if (attempt === undefined || code === undefined || !isWanted(organizationId, metadata.time)) return;
        const { actor, ip, time } = metadata;
        const actorId = actor.userId ?? actor.name;
        const key = JSON.stringify([code, attempt, organizationId, actorId, ip]);
        const known = found.get(key);
        if (known === undefined) {
          scope.keep();
          found.set(key, { organizationId, code, attempt, actorId, ip, firstAt: time, lastAt: time, leaves: [leaf] });
          return;
        }
        known.lastAt = time;
        known.leaves.push(leaf);
      },
      *lines(view): Generator<Line> {
        for (const { organizationId, leaves, ...attempts } of found.values()) {
          const actor = userName(view, attempts.actorId);
          const cells = { ...attempts, organizationId, actor, count: leaves.length };
          yield { organizationId, leaves, cells, restsOn: [`denied-${organizationId ?? 'account'}`] };
        }
      },
    };
  },
};
