import { Inject, Injectable } from '@nestjs/common';
import type { IdentityEvent } from '../../domain/identities/events';
import { identityOfSession } from '../../domain/identities/session-id';
import { sessionRecord, type SessionRecord } from '../../domain/identities/session-record';
import type { IdentityState } from '../../domain/identities/state';
import { PORTS } from '../../kernel/ports';
import type { RecordedEvent } from '../../kernel/recorded-event';
import type { StreamReader } from '../../kernel/stream-reader';
import { openSessionRecord } from './open-session-record';

const PAGE = 200;

/** Finds a session, ended ones too: those by reading the identity's stream backwards to the checkout. */
@Injectable()
export class FindSession {
  constructor(@Inject(PORTS.streamReader) private readonly reader: StreamReader) {}

  /** An open one stands in its identity's state; only one that has ended is looked for in the stream. */
  async find(sessionId: string, state: IdentityState): Promise<SessionRecord | undefined> {
    const open = state.sessions.find((session) => session.sessionId === sessionId);
    return open === undefined
      ? this.findEnded(sessionId)
      : openSessionRecord(state, identityOfSession(sessionId), open);
  }

  private async findEnded(sessionId: string): Promise<SessionRecord | undefined> {
    const stream = `identity-${identityOfSession(sessionId)}`;
    const facts: RecordedEvent[] = [];
    for (let from = Number.MAX_SAFE_INTEGER; from >= 0;) {
      const page = await this.reader.page(stream, from, PAGE, 'backwards');
      const mine = page.filter(({ data }) => (data as { sessionId?: string }).sessionId === sessionId);
      facts.unshift(...mine.toReversed());
      const last = page.at(-1);
      if (last === undefined || mine.some(({ type }) => type === 'keyledger.identity-checked-out.v1')) {
        break;
      }
      from = last.revision - 1;
    }
    return sessionRecord(sessionId, facts as unknown as readonly IdentityEvent[]);
  }
}
