import { Inject, Injectable } from '@nestjs/common';
import { seesOrganization } from '../../access/permissions';
import type { IdentityEvent } from '../../domain/identities/events';
import { identityOfSession } from '../../domain/identities/session-id';
import { sessionRecord, type SessionRecord } from '../../domain/identities/session-record';
import type { IdentityState } from '../../domain/identities/state';
import type { Context } from '../../kernel/context';
import { ReadModels } from '../../kernel/read-models';
import { ReadSide } from '../../kernel/read-side';
import type { RecordedEvent } from '../../kernel/recorded-event';
import { StoreUnavailable } from '../../kernel/store-errors';
import { StreamReader, type View } from '../../kernel/stream-reader';
import { loadCaller } from '../deciding/load-authorized';
import { openSessionRecord } from './open-session-record';

const PAGE = 200;
/** How long the index is waited for: a decision on the identity waits with it. */
const INDEX_MS = 250;

/** Where the index says a session's last fact stands; `nowhere` when it knows of none, `unknown` when it can't say. */
type Place = number | 'nowhere' | 'unknown';

/**
 * Finds a session. An open one stands in its identity's state. Where the last fact of an ended one lies is told by an
 * index, what it says by the log; only while the index is behind the log is the stream read backwards for it, and not for
 * somebody to whom its organization is hidden, whom a made-up id would cost nothing.
 */
@Injectable()
export class FindSession {
  constructor(
    @Inject(StreamReader) private readonly reader: StreamReader,
    @Inject(ReadModels) private readonly models: ReadModels,
    @Inject(ReadSide) private readonly readSide: ReadSide,
  ) {}

  async find(
    sessionId: string,
    state: IdentityState,
    view: View,
    context: Context,
  ): Promise<SessionRecord | undefined> {
    const open = state.sessions.find((session) => session.sessionId === sessionId);
    if (open !== undefined) {
      return openSessionRecord(state, identityOfSession(sessionId), open);
    }
    const place = await this.placeOf(sessionId, view);
    const told = typeof place === 'number' ? await this.read(sessionId, place) : undefined;
    if (told !== undefined || place === 'nowhere' || !(await this.isVisible(state, view, context))) {
      return told;
    }
    return this.read(sessionId, Number.MAX_SAFE_INTEGER);
  }

  private async isVisible(state: IdentityState, view: View, context: Context): Promise<boolean> {
    const rights = await loadCaller({ view, about: () => undefined }, context);
    return rights !== undefined && seesOrganization(rights, state.organizationId);
  }

  private async placeOf(sessionId: string, view: View): Promise<Place> {
    try {
      const known = this.models.readModel<{ readonly revision: number; readonly endedAt?: string }>('sessions');
      const at = await known.get(sessionId);
      if (at?.endedAt !== undefined) {
        return at.revision;
      }
      if (!(await this.readSide.waitFor(['sessions'], view.at, INDEX_MS))) {
        return 'unknown';
      }
      return (await known.get(sessionId))?.revision ?? 'nowhere';
    } catch (error) {
      if (error instanceof StoreUnavailable) {
        return 'unknown';
      }
      throw error;
    }
  }

  /** Backwards from a revision to the checkout. Nothing when the first fact there is another's: the index was wrong. */
  private async read(sessionId: string, last: number): Promise<SessionRecord | undefined> {
    const stream = `identity-${identityOfSession(sessionId)}`;
    const isMine = ({ data }: RecordedEvent) => (data as { sessionId?: string }).sessionId === sessionId;
    const facts: RecordedEvent[] = [];
    for (let from = last; from >= 0;) {
      const page = await this.reader.page(stream, from, PAGE, 'backwards');
      const [first] = page;
      if (from === last && last !== Number.MAX_SAFE_INTEGER && (first === undefined || !isMine(first))) {
        return undefined;
      }
      const mine = page.filter(isMine);
      facts.unshift(...mine.toReversed());
      const oldest = page.at(-1);
      if (oldest === undefined || mine.some(({ type }) => type === 'keyledger.identity-checked-out.v1')) {
        break;
      }
      from = oldest.revision - 1;
    }
    return sessionRecord(sessionId, facts as unknown as readonly IdentityEvent[]);
  }
}
