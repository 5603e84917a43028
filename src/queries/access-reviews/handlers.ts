import { GetAccessReviewHandler } from './get-access-review';
import { ListAccessReviewsHandler } from './list-access-reviews';
import { ReviewAccessHandler } from './review-access';

export const ACCESS_REVIEW_QUERIES = [ReviewAccessHandler, GetAccessReviewHandler, ListAccessReviewsHandler];
