import type { OpenSession } from './state';

/** Who has these sessions open, as a caller is told it; `own`: it is that user. */
export const holdersOf = (
  sessions: readonly Pick<OpenSession, 'userId' | 'userEmail' | 'checkedOutAt' | 'expiresAt'>[],
  userId: string,
) =>
  sessions.map((session) => ({
    userId: session.userId,
    userEmail: session.userEmail,
    since: session.checkedOutAt,
    until: session.expiresAt,
    own: session.userId === userId,
  }));
