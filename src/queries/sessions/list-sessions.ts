import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { SessionDocument } from '../../../projections/sessions/document';
import type { Permission } from '../../access/permissions';
import type { Context } from '../../kernel/context';
import { cutPage, type Page, type PageRequest } from '../../kernel/page';
import type { Condition } from '../../kernel/read-model';
import { ReadModels } from '../../kernel/read-models';
import { QueryAuthorization, type QueryContext } from '../authorization/query-authorization';
import { sessionViewOf, type SessionView } from './session-view';

export interface SessionFilter {
  readonly status?: 'active' | 'ended';
  readonly breakGlass?: boolean;
  /** Break-glass sessions whose review is open, or closed. */
  readonly review?: 'open' | 'closed';
  /** A user's id, or `me`. */
  readonly userId?: string;
  readonly identityId?: string;
  readonly identityGroupId?: string;
  readonly organizationId?: string;
}

/**
 * Sessions, newest first. Needs `pam_vaults.view`; one's own need nothing. Break-glass sessions alone are there for everybody
 * who reviews them.
 */
export class ListSessions extends Query<Page<SessionView>> {
  constructor(
    readonly context: Context,
    readonly filter: SessionFilter,
    readonly page: PageRequest,
  ) {
    super();
  }
}

@QueryHandler(ListSessions)
export class ListSessionsHandler implements IQueryHandler<ListSessions> {
  constructor(
    @Inject(QueryAuthorization) private readonly asking: QueryAuthorization,
    @Inject(ReadModels) private readonly models: ReadModels,
  ) {}

  async execute({ context, filter, page }: ListSessions): Promise<Page<SessionView>> {
    const caller = await this.asking.caller(context);
    const sessions = this.models.readModel<SessionDocument>('sessions');
    const where = await this.conditions(caller, filter);
    const order = { by: 'checkedOutAt', descending: true };
    const found: SessionDocument[] = [];
    let { after } = page;
    // What time has ended but nobody has recorded yet is sorted out here, so a page may need more than one question.
    while (found.length <= page.limit) {
      const batch = await sessions.find({
        where,
        order,
        limit: page.limit + 1,
        ...(after === undefined ? {} : { after }),
      });
      found.push(...batch.filter((session) => this.fits(session, filter, caller.now)));
      const last = batch.at(-1);
      if (last === undefined || batch.length <= page.limit) {
        break;
      }
      after = { value: last.checkedOutAt, id: last.id };
    }
    const { items, ...rest } = cutPage(found, page.limit, ({ checkedOutAt, id }) => ({ value: checkedOutAt, id }));
    return { ...rest, items: items.map((session) => sessionViewOf(session, caller.now)) };
  }

  private fits(session: SessionDocument, { status }: SessionFilter, now: string): boolean {
    return status === undefined || sessionViewOf(session, now).status === status;
  }

  /** Admins hold no permission on vaults; what they review they see, wherever it is. */
  private permissionFor({ rights }: QueryContext, { breakGlass, review }: SessionFilter): Permission {
    const forReview = breakGlass === true || review !== undefined;
    return forReview && rights.admin && !rights.owner ? 'pam_audit.read' : 'pam_vaults.view';
  }

  private async conditions(caller: QueryContext, filter: SessionFilter): Promise<readonly Condition[]> {
    const { rights } = caller;
    const userId = filter.userId === 'me' ? rights.userId : filter.userId;
    const own = userId === rights.userId;
    const scope =
      own && filter.organizationId === undefined
        ? this.asking.ownScope(caller)
        : await this.asking.scope(caller, this.permissionFor(caller, filter), filter.organizationId);
    const where: Condition[] = [...scope];
    if (userId !== undefined) {
      where.push({ field: 'userId', is: userId });
    }
    for (const field of ['identityId', 'identityGroupId'] as const) {
      const id = filter[field];
      if (id !== undefined) {
        where.push({ field, is: id });
      }
    }
    if (filter.breakGlass !== undefined) {
      where.push({ field: 'breakGlass', is: filter.breakGlass });
    }
    if (filter.review !== undefined) {
      where.push({ field: 'reviewed', is: filter.review });
    }
    if (filter.status === 'active') {
      where.push({ field: 'open', is: true });
    }
    return where;
  }
}
