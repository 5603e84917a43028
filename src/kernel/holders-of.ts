/** An open session, as far as its holder is told of. */
interface HeldSession {
  readonly userId: string;
  readonly userEmail: string;
  readonly checkedOutAt: string;
  readonly expiresAt: string;
}

/** Who has these sessions open, as a caller is told it; `own`: it is that user. */
export const holdersOf = (sessions: readonly HeldSession[], userId: string) =>
  sessions.map((session) => ({
    userId: session.userId,
    userEmail: session.userEmail,
    since: session.checkedOutAt,
    until: session.expiresAt,
    own: session.userId === userId,
  }));
