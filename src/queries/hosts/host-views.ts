import { Inject, Injectable } from '@nestjs/common';
import type { HostDocument } from '../../../projections/hosts/document';
import { Clock } from '../../kernel/clock';
import { Presence } from '../../kernel/presence';
import { hostView, type HostView } from './host-view';

/** Joins what hosts are with who is present. */
@Injectable()
export class HostViews {
  constructor(
    @Inject(Presence) private readonly presence: Presence,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async of(hosts: readonly HostDocument[]): Promise<readonly HostView[]> {
    const seen = await this.presence.seen(hosts.map(({ id }) => id));
    const now = this.clock.now();
    return hosts.map((host) => hostView(host, seen.get(host.id), now));
  }
}
