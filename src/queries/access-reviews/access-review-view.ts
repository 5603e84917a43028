import type { AccessReviewDocument } from '../../../projections/access-reviews/document';

/** A review as it is shown; `overdue`: it is open beyond its date. */
export interface AccessReviewView extends Omit<AccessReviewDocument, 'revision'> {
  readonly identityGroupName?: string;
  readonly total: number;
  readonly overdue: boolean;
}

export const accessReviewView = (
  { revision: _, ...review }: AccessReviewDocument,
  identityGroupName: string | undefined,
  now: string,
): AccessReviewView => ({
  ...review,
  ...(identityGroupName === undefined ? {} : { identityGroupName }),
  total: review.lines.length,
  overdue: review.status === 'open' && review.dueAt <= now,
});
