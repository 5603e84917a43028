import type { SessionDocument } from '../../../projections/sessions/document';

type Shown = Omit<SessionDocument, 'open' | 'restsOn' | 'reviewed' | 'revision'>;

export interface SessionView extends Shown {
  readonly status: 'active' | 'ended';
}

/**
 * A session as people are shown it. What time has ended is shown as ended at its end, before the fact is there that says so.
 */
export const sessionView = (session: Shown, now: string): SessionView => {
  if (session.endedAt !== undefined) {
    return { ...session, status: 'ended' };
  }
  return session.expiresAt <= now
    ? { ...session, status: 'ended', endedAt: session.expiresAt, endedBy: session.endsAs ?? 'expiry' }
    : { ...session, status: 'active' };
};

/** The document's own helpers are nobody's business. */
export const sessionViewOf = (
  { open: _o, restsOn: _b, reviewed: _v, revision: _r, ...shown }: SessionDocument,
  now: string,
) => sessionView(shown, now);
