import type {
  AccessReviewClosed,
  AccessReviewEvent,
  AccessReviewLineDecided,
  AccessReviewOpened,
} from '../../src/domain/access-reviews/events';
import { following, type Projector } from '../../src/kernel/projector';
import type { RecordedEvent } from '../../src/kernel/recorded-event';
import { ACCESS_REVIEWS, type AccessReviewDocument } from './document';

type At<F extends AccessReviewEvent> = Pick<RecordedEvent, 'revision'> & Pick<F, 'data'>;

const opened = ({ data, revision }: At<AccessReviewOpened>): AccessReviewDocument => {
  const { reviewId: id, ...rest } = data;
  return { id, ...rest, status: 'open', decided: 0, revision };
};

const decided = (
  review: AccessReviewDocument,
  { data, revision }: At<AccessReviewLineDecided>,
): AccessReviewDocument => {
  const { grantId, decision, reason, level, expiresAt, decidedBy, decidedByEmail, decidedAt } = data;
  const told = {
    decision,
    ...(reason === undefined ? {} : { reason }),
    level,
    ...(expiresAt === undefined ? {} : { expiresAt }),
    userId: decidedBy,
    userEmail: decidedByEmail,
    time: decidedAt,
  };
  const lines = review.lines.map((line) => (line.grantId === grantId ? { ...line, decision: told } : line));
  return { ...review, lines, decided: lines.filter((line) => line.decision !== undefined).length, revision };
};

const closed = (review: AccessReviewDocument, { data, revision }: At<AccessReviewClosed>): AccessReviewDocument => {
  const { kept, revoked, gone, closedBy, closedByEmail, closedAt } = data;
  return { ...review, status: 'closed', kept, revoked, gone, closedBy, closedByEmail, closedAt, revision };
};

export const accessReviews: Projector<AccessReviewDocument> = {
  schema: ACCESS_REVIEWS,
  streams: { id: (id) => [`accessReview-${id}`] },
  ...following<AccessReviewDocument, AccessReviewEvent>(({ data }) => [data.reviewId], {
    'keyledger.access-review-opened.v1': (_, fact) => opened(fact),
    'keyledger.access-review-lines-added.v1': (review, { data, revision }) =>
      review && { ...review, lines: [...review.lines, ...data.lines], revision },
    'keyledger.access-review-line-decided.v1': (review, fact) => review && decided(review, fact),
    'keyledger.access-review-closed.v1': (review, fact) => review && closed(review, fact),
  }),
  keepsWhatIsLost: true,
};
