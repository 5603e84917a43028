import type { SessionDocument } from '../../../projections/sessions/document';
import { without } from '../../kernel/without';

const HIDDEN = ['open', 'restsOn', 'reviewed', 'revision'] as const;
const hidden = new Set(HIDDEN);
type Shown = Omit<SessionDocument, (typeof HIDDEN)[number]>;

export interface SessionView extends Shown {
  readonly status: 'active' | 'ended';
}

const asOf = (
  { endedAt, expiresAt, endsAs }: Shown,
  now: string,
): Pick<SessionView, 'status' | 'endedAt' | 'endedBy'> => {
  if (endedAt !== undefined) return { status: 'ended' };
  return expiresAt <= now ? { status: 'ended', endedAt: expiresAt, endedBy: endsAs ?? 'expiry' } : { status: 'active' };
};

/**
 * A session as people are shown it. What time has ended is shown as ended at its end, before the fact is there that says so.
 */
export const sessionView = (session: Shown, now: string): SessionView => ({ ...session, ...asOf(session, now) });

/** The document's own helpers are nobody's business. */
export const sessionViewOf = (session: SessionDocument, now: string): SessionView =>
  Object.assign(without(session, hidden), asOf(session, now));
