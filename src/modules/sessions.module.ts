import { Module } from '@nestjs/common';
import { CheckInSessionHandler } from '../commands/sessions/check-in-session';
import { ExpireSessionsHandler } from '../commands/sessions/expire-sessions';
import { ExtendSessionHandler } from '../commands/sessions/extend-session';
import { FindSession } from '../commands/sessions/find-session';
import { ForceCheckInSessionHandler } from '../commands/sessions/force-check-in-session';
import { JudgeSessionHandler } from '../commands/sessions/judge-session';
import { RediscloseSessionHandler } from '../commands/sessions/redisclose-session';
import { RemindOfReviewHandler } from '../commands/sessions/remind-of-review';
import { ReviewSessionHandler } from '../commands/sessions/review-session';
import { TransferSessionHandler } from '../commands/sessions/transfer-session';
import { BreakGlassController } from '../http/sessions/break-glass.controller';
import { CheckoutController } from '../http/sessions/checkout.controller';
import { SessionsController } from '../http/sessions/sessions.controller';
import { TransferController } from '../http/sessions/transfer.controller';
import { EndSessionWhenItsBasisIsLost } from '../policies/end-session-when-its-basis-is-lost';
import { ExpireSessionWhenDue } from '../policies/expire-session-when-due';
import { RemindOfReviewDaily } from '../policies/remind-of-review-daily';
import { GetSessionHandler } from '../queries/sessions/get-session';
import { ListSessionsHandler } from '../queries/sessions/list-sessions';

/** Sessions: routes, commands, queries, and what happens by itself. */
@Module({
  controllers: [CheckoutController, BreakGlassController, SessionsController, TransferController],
  providers: [
    FindSession,
    CheckInSessionHandler,
    ForceCheckInSessionHandler,
    ExtendSessionHandler,
    RediscloseSessionHandler,
    ReviewSessionHandler,
    TransferSessionHandler,
    ExpireSessionsHandler,
    JudgeSessionHandler,
    RemindOfReviewHandler,
    ListSessionsHandler,
    GetSessionHandler,
    ExpireSessionWhenDue,
    EndSessionWhenItsBasisIsLost,
    RemindOfReviewDaily,
  ],
  exports: [FindSession, ExpireSessionWhenDue, EndSessionWhenItsBasisIsLost, RemindOfReviewDaily],
})
export class SessionsModule {}
