import { Inject, Injectable } from '@nestjs/common';
import type { AuditDocument } from '../../../projections/audit-trail/document';
import type { SessionDocument } from '../../../projections/sessions/document';
import type { UserDocument } from '../../../projections/users/document';
import { foldEmail } from '../../kernel/fold-email';
import type { Condition } from '../../kernel/read-model';
import { ReadModels } from '../../kernel/read-models';
import { plusDays } from '../../kernel/time';
import type { AuditFilter } from './audit-filter';

/** A day beyond the years that four digits write has a sign and sorts wrongly: that day is the first or the last there is. */
const within = (time: string): string =>
  time.startsWith('-') ? '0000-01-01T00:00:00.000Z' : time.startsWith('+') ? '9999-12-31T23:59:59.999Z' : time;

const NOTHING: Condition = { field: 'id', in: [] };

/** A filter as conditions of which each can be answered from an index. */
@Injectable()
export class AuditConditions {
  constructor(@Inject(ReadModels) private readonly models: ReadModels) {}

  async of(filter: AuditFilter): Promise<readonly Condition[]> {
    const where: Condition[] = [];
    for (const field of ['identityGroupId', 'identityId', 'hostId', 'correlationId', 'causationId'] as const) {
      const value = filter[field];
      if (value !== undefined) {
        where.push({ field, is: value });
      }
    }
    const [type, ...others] = filter.type ?? [];
    if (type !== undefined) {
      where.push(others.length === 0 ? { field: 'type', is: type } : { field: 'type', in: [type, ...others] });
    }
    if (filter.outcome !== undefined) {
      where.push(filter.outcome === 'refused' ? { field: 'refused', is: true } : { field: 'outcome', is: 'success' });
    }
    const [session, actor, time] = await Promise.all([this.session(filter), this.actor(filter), this.time(filter)]);
    return [...where, ...session, ...actor, ...time];
  }

  /** A session's facts lie among its identity's. */
  private async session({ sessionId }: AuditFilter): Promise<readonly Condition[]> {
    if (sessionId === undefined) {
      return [];
    }
    const session = await this.models.readModel<SessionDocument>('sessions').get(sessionId);
    return session === undefined
      ? [NOTHING]
      : [
          { field: 'identityId', is: session.identityId },
          { field: 'sessionId', is: sessionId },
        ];
  }

  private async actor({ actor }: AuditFilter): Promise<readonly Condition[]> {
    if (actor === undefined) {
      return [];
    }
    const user = await this.models.readModel<UserDocument>('users').get(actor);
    return [{ field: 'who', is: foldEmail(user?.email ?? actor) }];
  }

  /**
   * Times grow with positions but for what clocks differ, which is less than a day: so two look-ups bound the part of the
   * log that is read, and each fact's own time decides within it.
   */
  private async time({ from, to }: AuditFilter): Promise<readonly Condition[]> {
    const trail = this.models.readModel<AuditDocument>('audit_trail');
    const where: Condition[] = [];
    if (from !== undefined) {
      const [before] = await trail.find({
        where: [{ field: 'time', below: within(plusDays(from, -1)) }],
        order: { by: 'time', descending: true },
        limit: 1,
      });
      where.push(
        { field: 'time', atLeast: from },
        ...(before === undefined ? [] : [{ field: 'id', above: before.id }]),
      );
    }
    if (to !== undefined) {
      const [after] = await trail.find({
        where: [{ field: 'time', above: within(plusDays(to, 1)) }],
        order: { by: 'time' },
        limit: 1,
      });
      where.push({ field: 'time', below: to }, ...(after === undefined ? [] : [{ field: 'id', below: after.id }]));
    }
    return where;
  }
}
