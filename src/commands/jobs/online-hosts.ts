import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from '../../kernel/clock';
import { PORTS } from '../../kernel/ports';
import { ONLINE_MS, type Presence } from '../../kernel/presence';

/** Which hosts are there: the one thing that is decided upon and is no fact, as polls never end. */
@Injectable()
export class OnlineHosts {
  constructor(
    @Inject(PORTS.presence) private readonly presence: Presence,
    @Inject(PORTS.clock) private readonly clock: Clock,
  ) {}

  async among(hostIds: readonly string[]): Promise<readonly string[]> {
    const seen = await this.presence.seen(hostIds);
    const since = this.clock.now() - ONLINE_MS;
    return hostIds.filter((hostId) => (seen.get(hostId) ?? 0) > since);
  }
}
