import { Inject, Injectable } from '@nestjs/common';
import { checkIn } from '../../domain/identities/decide/session';
import type { IdentityEvent } from '../../domain/identities/events';
import { identity } from '../../domain/identities/evolve';
import type { SessionRecord } from '../../domain/identities/session-record';
import type { Subject } from '../../domain/subject';
import type { Context } from '../../kernel/context';
import { refuse } from '../../kernel/refusal';
import { Deciding } from '../deciding/deciding';
import { Refusals } from '../deciding/refusals';

/** When a value does not open after its disclosure became a fact, nobody has seen it: that becomes a fact as well. */
@Injectable()
export class Undisclosed {
  constructor(
    @Inject(Deciding) private readonly deciding: Deciding,
    @Inject(Refusals) private readonly refusals: Refusals,
  ) {}

  /** Opens the value, or makes it a fact that it was not shown, named `refusedAs`, and throws what was wrong. */
  async tellIfNot<T>(context: Context, refusedAs: string, about: Subject, open: () => T): Promise<T> {
    try {
      return open();
    } catch (error) {
      await this.refusals.record(context, refusedAs, about, refuse('INTERNAL', 'The value did not open.'));
      throw error;
    }
  }

  /** Opens the value, or ends the session and throws what was wrong. */
  async endIfNot<T>(context: Context, session: SessionRecord, open: (() => T) | undefined): Promise<T> {
    try {
      if (open === undefined) {
        throw new Error('nothing was fetched to open');
      }
      return open();
    } catch (error) {
      const { identityId, id } = session;
      const rotationId = context.ids.next();
      await this.deciding.decide(
        context,
        { fold: identity, id: identityId },
        ({ target, now }): readonly IdentityEvent[] =>
          checkIn(
            target.state,
            identityId,
            id,
            { endedBy: 'checkin', reason: 'the value did not open' },
            { now, rotationId },
          ),
      );
      throw error;
    }
  }
}
