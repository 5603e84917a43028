import { Inject, Injectable } from '@nestjs/common';
import type { IdentityDocument } from '../../../projections/identities/document';
import type { SessionDocument } from '../../../projections/sessions/document';
import { holdersOf } from '../../kernel/holders-of';
import { ReadModels } from '../../kernel/read-models';

/** Who holds an identity, since when and until when; `own`: it is the caller. */
export interface HolderView {
  readonly userId: string;
  readonly userEmail: string;
  readonly since: string;
  readonly until: string;
  readonly own: boolean;
}

/** The most sessions read in one question. */
const MOST_AT_ONCE = 200;

/** Finds who holds identities now. */
@Injectable()
export class Holders {
  constructor(@Inject(ReadModels) private readonly models: ReadModels) {}

  /** By identity id, oldest first; of what nobody holds there is nothing. `caller`: the id of the user who asks. */
  async of(
    identities: readonly IdentityDocument[],
    caller: string,
    now: string,
  ): Promise<ReadonlyMap<string, readonly HolderView[]>> {
    const open = identities.flatMap(({ openSessions }) => openSessions.filter(({ expiresAt }) => expiresAt > now));
    const found = new Map<string, HolderView[]>();
    for (let from = 0; from < open.length; from += MOST_AT_ONCE) {
      const ids = open.slice(from, from + MOST_AT_ONCE).map(({ id }) => id);
      const sessions = await this.models
        .readModel<SessionDocument>('sessions')
        .find({ where: [{ field: 'id', in: ids }], limit: ids.length });
      for (const session of sessions.toSorted((a, b) => (a.checkedOutAt < b.checkedOutAt ? -1 : 1))) {
        const held = found.get(session.identityId) ?? [];
        found.set(session.identityId, [...held, ...holdersOf([session], caller)]);
      }
    }
    return found;
  }
}
