import { withEntry } from '../../kernel/draft';
import { entryOf } from '../../kernel/entry-of';
import type { Fold } from '../../kernel/fold';
import type { AccessReviewEvent, AccessReviewLineDecided, ReviewLine } from './events';

/** What was decided on a line last, and on which terms. */
export type LineDecision = Pick<AccessReviewLineDecided['data'], 'decision' | 'level' | 'expiresAt'>;

export interface ReviewedLine extends ReviewLine {
  readonly decided?: LineDecision;
}

export interface AccessReviewState {
  readonly status: 'none' | 'open' | 'closed';
  readonly organizationId: string;
  readonly identityGroupId: string;
  /** By grant id. */
  readonly lines: Readonly<Record<string, ReviewedLine>>;
}

export const accessReview: Fold<AccessReviewState, AccessReviewEvent> = {
  category: 'accessReview',
  initial: { status: 'none', organizationId: '', identityGroupId: '', lines: {} },
  evolve: {
    'keyledger.access-review-opened.v1': (_, { organizationId, identityGroupId, lines }) => ({
      status: 'open',
      organizationId,
      identityGroupId,
      lines: Object.fromEntries(lines.map((line) => [line.grantId, line])),
    }),
    'keyledger.access-review-lines-added.v1': (state, { lines }) => ({
      ...state,
      lines: lines.reduce((all: AccessReviewState['lines'], line) => withEntry(all, line.grantId, line), state.lines),
    }),
    'keyledger.access-review-line-decided.v1': (state, { grantId, decision, level, expiresAt }) => {
      const line = entryOf(state.lines, grantId);
      const decided: LineDecision = { decision, level, ...(expiresAt === undefined ? {} : { expiresAt }) };
      return line === undefined ? state : { ...state, lines: withEntry(state.lines, grantId, { ...line, decided }) };
    },
    'keyledger.access-review-closed.v1': (state) => ({ ...state, status: 'closed' }),
  },
};
