import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock';
import { isOnline, Presence } from '../../kernel/presence';

/** Which hosts are there: the one thing that is decided upon and is no fact, as polls never end. */
@Injectable()
export class OnlineHosts {
  constructor(
    @Inject(Presence) private readonly presence: Presence,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async among(hostIds: readonly string[]): Promise<readonly string[]> {
    const seen = await this.presence.seen(hostIds);
    const now = this.clock.now();
    return hostIds.filter((hostId) => isOnline(seen.get(hostId), now));
  }
}
