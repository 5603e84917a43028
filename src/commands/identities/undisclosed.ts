import { Inject, Injectable } from '@nestjs/common';
import { checkIn } from '../../domain/identities/decide/session';
import type { IdentityEvent } from '../../domain/identities/events';
import { identity } from '../../domain/identities/evolve';
import type { SessionRecord } from '../../domain/identities/session-record';
import type { Context } from '../../kernel/context';
import { Deciding } from '../deciding/deciding';
import type { Opener } from '../material/values';

/** When a value does not open after its checkout became a fact, nobody has seen it: the session just made is ended. */
@Injectable()
export class Undisclosed {
  constructor(@Inject(Deciding) private readonly deciding: Deciding) {}

  /** Opens the value, or ends the session and throws what was wrong. */
  async endIfNot(context: Context, session: SessionRecord, open: Opener | undefined): Promise<string> {
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
