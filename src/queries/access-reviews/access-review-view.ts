import type { AccessReviewDocument } from '../../../projections/access-reviews/document';

/** A review as it is shown; `overdue`: it is open beyond its date. */
export interface AccessReviewView extends Omit<AccessReviewDocument, 'revision'> {
  readonly total: number;
  readonly overdue: boolean;
}

export const accessReviewView = ({ revision: _, ...review }: AccessReviewDocument, now: string): AccessReviewView => ({
  ...review,
  total: review.lines.length,
  overdue: review.status === 'open' && review.dueAt <= now,
});
