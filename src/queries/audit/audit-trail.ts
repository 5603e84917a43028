import { Inject, Injectable } from '@nestjs/common';
import type { AuditDocument } from '../../../projections/audit-trail/document';
import { EVERYWHERE, organizationsWith } from '../../access/permissions';
import { deniedAnywhere } from '../../access/require';
import type { Context } from '../../kernel/context';
import type { Condition, ReadModel } from '../../kernel/read-model';
import { ReadModels } from '../../kernel/read-models';
import { RefusedError } from '../../kernel/refused-error';
import { QueryAuthorization } from '../authorization/query-authorization';
import { AuditConditions } from './audit-conditions';
import type { AuditFilter, AuditOrder } from './audit-filter';

/** Organizations, or all and what is the account's. */
export type AuditPlaces = ReturnType<typeof organizationsWith>;

/** A part of the trail, readable from any place in it on. */
export interface Trail {
  /** Up to `limit` documents in the order asked for, after the one at a position. */
  next(limit: number, after?: string): Promise<readonly AuditDocument[]>;
}

/** The audit, as far as somebody may see it: each organization where they hold `pam_audit.read`; all, and what is the account's, when they hold it for all. */
@Injectable()
export class AuditTrail {
  constructor(
    @Inject(QueryAuthorization) private readonly asking: QueryAuthorization,
    @Inject(AuditConditions) private readonly conditions: AuditConditions,
    @Inject(ReadModels) private readonly models: ReadModels,
  ) {}

  /** Errors: {@link RefusedError}. */
  async open(context: Context, filter: AuditFilter, order: AuditOrder): Promise<Trail> {
    return this.in(await this.places(context, filter.organizationId), filter, order);
  }

  /** For who was judged already: the trail of these places. */
  async in(places: AuditPlaces, filter: AuditFilter, order: AuditOrder): Promise<Trail> {
    // One condition for each organization: asked one by one, each is answered from its index in the order of the log, where
    // all at once would have to be sorted whole.
    const parts: readonly (readonly Condition[])[] =
      places === EVERYWHERE ? [[]] : places.map((id) => [{ field: 'organizationId', is: id }]);
    const where = await this.conditions.of(filter);
    const model = this.models.readModel<AuditDocument>('audit_trail');
    return {
      next: async (limit, after) => {
        const read = await Promise.all(parts.map((part) => this.read(model, [...part, ...where], order, limit, after)));
        const sign = order === 'asc' ? 1 : -1;
        return read.length === 1
          ? (read[0] ?? [])
          : read
              .flat()
              .sort((a, b) => (a.id < b.id ? -sign : sign))
              .slice(0, limit);
      },
    };
  }

  /** The organizations whose audit is asked for, as far as somebody may see it. Errors: {@link RefusedError}. */
  async places(context: Context, organizationId: string | undefined): Promise<AuditPlaces> {
    const caller = await this.asking.caller(context);
    if (organizationId !== undefined) {
      this.asking.require(caller, 'pam_audit.read', organizationId, 'organization');
      return [organizationId];
    }
    const allowed = organizationsWith(caller.rights, 'pam_audit.read');
    if (allowed !== EVERYWHERE && allowed.length === 0) {
      throw new RefusedError(deniedAnywhere(caller.rights, 'pam_audit.read'));
    }
    return allowed;
  }

  private read(
    model: ReadModel<AuditDocument>,
    where: readonly Condition[],
    order: AuditOrder,
    limit: number,
    after: string | undefined,
  ): Promise<readonly AuditDocument[]> {
    return model.find({
      where,
      order: { by: 'id', descending: order === 'desc' },
      ...(after === undefined ? {} : { after: { value: after, id: after } }),
      limit,
    });
  }
}
