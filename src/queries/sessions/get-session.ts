import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { isReviewer } from '../../access/may-review';
import type { SessionDocument } from '../../../projections/sessions/document';
import type { Context } from '../../kernel/context';
import { PORTS } from '../../kernel/ports';
import type { ReadModels } from '../../kernel/read-models';
import { Asking } from '../asking/asking';
import type { Single } from '../asking/single';
import { sessionViewOf, type SessionView } from './session-view';

/** One session. Needs `pam_vaults.view` in its organization; one's own needs nothing, one behind broken glass is there for its reviewers. */
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
    @Inject(Asking) private readonly asking: Asking,
    @Inject(PORTS.readModels) private readonly models: ReadModels,
  ) {}

  async execute({ context, sessionId }: GetSession): Promise<Single<SessionView>> {
    const asker = await this.asking.asker(context);
    const session = await this.models.readModel<SessionDocument>('sessions').get(sessionId);
    const { standing } = asker;
    const forReview = session?.breakGlass === true && isReviewer(standing, session.organizationId);
    if (session === undefined || (session.userId !== standing.userId && !forReview)) {
      this.asking.require(asker, 'pam_vaults.view', session?.organizationId, 'session');
    }
    const found = session as SessionDocument;
    return { item: sessionViewOf(found, await this.asking.nowOf(asker, found.identityId)), revision: found.revision };
  }
}
