import { Inject, Injectable } from '@nestjs/common';
import type { HostDocument } from '../../../projections/hosts/document';
import type { Clock } from '../../kernel/clock';
import { PORTS } from '../../kernel/ports';
import type { Presence } from '../../kernel/presence';
import { hostView, type HostView } from './host-view';

/** Joins what hosts are with who is present. */
@Injectable()
export class HostViews {
  constructor(
    @Inject(PORTS.presence) private readonly presence: Presence,
    @Inject(PORTS.clock) private readonly clock: Clock,
  ) {}

  async of(hosts: readonly HostDocument[]): Promise<readonly HostView[]> {
    const seen = await this.presence.seen(hosts.map(({ id }) => id));
    const now = this.clock.now();
    return hosts.map((host) => hostView(host, seen.get(host.id), now));
  }
}
