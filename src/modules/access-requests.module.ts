import { Module } from '@nestjs/common';
import { ApproveRequestHandler } from '../commands/access-requests/approve-request';
import { AskAccessHandler } from '../commands/access-requests/ask-access';
import { CancelRequestHandler } from '../commands/access-requests/cancel-request';
import { DenyRequestHandler } from '../commands/access-requests/deny-request';
import { ExpireRequestsHandler } from '../commands/access-requests/expire-requests';
import { OnRequest } from '../commands/access-requests/on-request';
import { RevokeRequestHandler } from '../commands/access-requests/revoke-request';
import { AccessRequestsController } from '../http/access-requests/access-requests.controller';
import { AskAccessController } from '../http/access-requests/ask-access.controller';
import { ExpireAccessRequestWhenDue } from '../policies/expire-access-request-when-due';
import { GetAccessRequestHandler } from '../queries/access-requests/get-access-request';
import { ListAccessRequestsHandler } from '../queries/access-requests/list-access-requests';
import { RequestViews } from '../queries/access-requests/request-views';

/** Access requests: routes, commands, queries, and what happens by itself. */
@Module({
  controllers: [AskAccessController, AccessRequestsController],
  providers: [
    OnRequest,
    AskAccessHandler,
    ApproveRequestHandler,
    DenyRequestHandler,
    CancelRequestHandler,
    RevokeRequestHandler,
    ExpireRequestsHandler,
    RequestViews,
    GetAccessRequestHandler,
    ListAccessRequestsHandler,
    ExpireAccessRequestWhenDue,
  ],
  exports: [ExpireAccessRequestWhenDue],
})
export class AccessRequestsModule {}
