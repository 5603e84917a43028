import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { assertNotLost } from '../../access/not-lost';
import { isReviewer } from '../../access/may-review';
import type { SessionDocument } from '../../../projections/sessions/document';
import type { Context } from '../../kernel/context';
import { ReadModels } from '../../kernel/read-models';
import { QueryAuthorization } from '../authorization/query-authorization';
import type { Single } from '../authorization/single';
import { sessionViewOf, type SessionView } from './session-view';

/** One session. Needs `pam_vaults.view` in its organization; one's own, or one that the caller handed over, needs nothing, one behind broken glass is there for its reviewers. */
export class GetSession extends Query<Single<SessionView>> {
  constructor(
    readonly context: Context,
    readonly sessionId: string,
  ) {
    super();
  }
}

@QueryHandler(GetSession)
export class GetSessionHandler implements IQueryHandler<GetSession> {
  constructor(
    @Inject(QueryAuthorization) private readonly asking: QueryAuthorization,
    @Inject(ReadModels) private readonly models: ReadModels,
  ) {}

  async execute({ context, sessionId }: GetSession): Promise<Single<SessionView>> {
    const caller = await this.asking.caller(context);
    const session = await this.models.readModel<SessionDocument>('sessions').get(sessionId);
    if (session === undefined) await assertNotLost(caller.view, 'session', sessionId);
    const { rights } = caller;
    const forReview = session?.breakGlass === true && isReviewer(rights, session.organizationId);
    const isOwn = [session?.userId, session?.transferredFrom?.userId].includes(rights.userId);
    if (session !== undefined && isOwn) {
      this.asking.requireOwn(caller, session.organizationId);
    } else if (!forReview) {
      this.asking.require(caller, 'pam_vaults.view', session?.organizationId, 'session');
    }
    const found = session as SessionDocument;
    return { item: sessionViewOf(found, await this.asking.nowOf(caller, found.identityId)), revision: found.revision };
  }
}
