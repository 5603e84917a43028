import { Module } from '@nestjs/common';
import { CloseAccessReviewHandler } from '../commands/access-reviews/close-access-review';
import { DecideAccessReviewLineHandler } from '../commands/access-reviews/decide-access-review-line';
import { OpenAccessReviewHandler } from '../commands/access-reviews/open-access-review';
import { RevokeReviewedGrantHandler } from '../commands/access-reviews/revoke-reviewed-grant';
import { AccessReviewsController } from '../http/access-reviews/access-reviews.controller';
import { WhoCanController } from '../http/access-reviews/who-can.controller';
import { RevokeGrantWhenReviewDecides } from '../policies/revoke-grant-when-review-decides';
import { GetAccessReviewHandler } from '../queries/access-reviews/get-access-review';
import { ListAccessReviewsHandler } from '../queries/access-reviews/list-access-reviews';
import { ReviewAccessHandler } from '../queries/access-reviews/review-access';

/** Access reviews: routes, commands, queries, and what happens by itself. */
@Module({
  controllers: [AccessReviewsController, WhoCanController],
  providers: [
    OpenAccessReviewHandler,
    DecideAccessReviewLineHandler,
    RevokeReviewedGrantHandler,
    CloseAccessReviewHandler,
    ReviewAccessHandler,
    GetAccessReviewHandler,
    ListAccessReviewsHandler,
    RevokeGrantWhenReviewDecides,
  ],
  exports: [RevokeGrantWhenReviewDecides],
})
export class AccessReviewsModule {}
