import type { DeadlineDocument, DeadlineKind } from '../../../projections/deadlines/document';
import type { SessionDocument } from '../../../projections/sessions/document';
import type { Condition } from '../../kernel/read-model';

/** What is due by its time, whichever read model tells of it. */
export type Due = Omit<DeadlineDocument, 'kind'>;

export type DueKind = DeadlineKind | 'session';

/** Where what is due of one kind is told. */
export interface DueSource {
  readonly model: 'deadlines' | 'sessions';
  readonly where: readonly Condition[];
  /** The field that says when. */
  readonly by: 'dueAt' | 'expiresAt';
  readonly dueOf: (document: DeadlineDocument | SessionDocument) => Due;
}

/** A session says itself when it is over; its end is due from then on. */
const ENDS_OF_SESSIONS: DueSource = {
  model: 'sessions',
  where: [{ field: 'open', is: true }],
  by: 'expiresAt',
  dueOf: (document) => {
    const { id, expiresAt: dueAt, organizationId, identityGroupId, identityId } = document as SessionDocument;
    return { id: `session:${id}`, dueAt, organizationId, identityGroupId, identityId, sessionId: id };
  },
};

/** Everything else that is due is a deadline. */
export const dueSourceOf = (kind: DueKind): DueSource =>
  kind === 'session'
    ? ENDS_OF_SESSIONS
    : {
        model: 'deadlines',
        where: [{ field: 'kind', is: kind }],
        by: 'dueAt',
        dueOf: (document) => document as DeadlineDocument,
      };
