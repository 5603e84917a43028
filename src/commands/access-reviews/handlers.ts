import { CloseAccessReviewHandler } from './close-access-review';
import { DecideAccessReviewLineHandler } from './decide-access-review-line';
import { OpenAccessReviewHandler } from './open-access-review';
import { RevokeReviewedGrantHandler } from './revoke-reviewed-grant';

export const ACCESS_REVIEW_COMMANDS = [
  OpenAccessReviewHandler,
  DecideAccessReviewLineHandler,
  RevokeReviewedGrantHandler,
  CloseAccessReviewHandler,
];
