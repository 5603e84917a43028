import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { AuditDocument } from '../../../projections/audit-trail/document';
import type { Context } from '../../kernel/context';
import { ReadModels } from '../../kernel/read-models';
import { RefusedError } from '../../kernel/refused-error';
import { spanComplaint } from '../../kernel/span-complaint';
import type { AuditFilter } from './audit-filter';
import { AuditTrail, type AuditPlaces } from './audit-trail';
import { KnownActors } from './known-actors';
import { nearest } from './nearest';
import { WIRE_NAMES } from './wire-names';

export interface FilterComplaint {
  readonly field: 'type' | 'actor' | 'from';
  readonly message: string;
}

/**
 * What in a filter can match nothing, now or ever: a typing error must not pass for a quiet audit. Nothing is said of
 * actors to who may not see the audit; that it is not allowed is for the reading itself to refuse.
 */
export class CheckAuditFilter extends Query<readonly FilterComplaint[]> {
  constructor(
    readonly context: Context,
    readonly filter: AuditFilter,
  ) {
    super();
  }
}

/** Compared by what differs: the words before the version. */
const bare = (type: string): string => type.replace(/^keyledger\./, '').replace(/\.v\d+$/, '');

const nearestType = (type: string): string | undefined => {
  const near = nearest(bare(type), WIRE_NAMES.map(bare));
  return WIRE_NAMES.find((name) => bare(name) === near);
};

@QueryHandler(CheckAuditFilter)
export class CheckAuditFilterHandler implements IQueryHandler<CheckAuditFilter> {
  constructor(
    @Inject(AuditTrail) private readonly trail: AuditTrail,
    @Inject(KnownActors) private readonly actors: KnownActors,
    @Inject(ReadModels) private readonly models: ReadModels,
  ) {}

  async execute({ context, filter }: CheckAuditFilter): Promise<readonly FilterComplaint[]> {
    const { type = [], actor } = filter;
    const types = await Promise.all(type.map((each) => this.ofType(each)));
    const span = spanComplaint(filter);
    const found: FilterComplaint[] = [
      ...types.flatMap((message) => (message === undefined ? [] : [{ field: 'type' as const, message }])),
      ...(span === undefined ? [] : [span]),
    ];
    const places = actor === undefined ? undefined : await this.places(context, filter);
    const message =
      actor === undefined || places === undefined ? undefined : await this.actors.complaint(actor, places);
    return message === undefined ? found : [...found, { field: 'actor', message }];
  }

  /** A type that a later release wrote, before this one was put back, is in the log all the same. */
  private async ofType(type: string): Promise<string | undefined> {
    if (WIRE_NAMES.includes(type)) return undefined;
    const trail = this.models.readModel<AuditDocument>('audit_trail');
    if ((await trail.find({ where: [{ field: 'type', is: type }], limit: 1 })).length > 0) return undefined;
    const near = nearestType(type);
    return `is no kind of fact${near === undefined ? '' : `; the nearest is ${near}`}`;
  }

  private async places(context: Context, filter: AuditFilter): Promise<AuditPlaces | undefined> {
    try {
      return await this.trail.places(context, filter.organizationId);
    } catch (error) {
      if (error instanceof RefusedError) return undefined;
      throw error;
    }
  }
}
