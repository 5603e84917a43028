import { Inject, Injectable } from '@nestjs/common';
import type { HostEvent } from '../../domain/hosts/events';
import { host, type HostState } from '../../domain/hosts/state';
import type { Context } from '../../kernel/context';
import { PORTS } from '../../kernel/ports';
import type { Presence } from '../../kernel/presence';
import { isRefusal, type Refusal } from '../../kernel/refusal';
import type { Written } from '../../kernel/written';
import { Deciding } from '../deciding/deciding';
import { reachHost } from './reach-host';

interface Change {
  readonly hostId: string;
  readonly agentId: string;
  readonly refusedAs: string;
}

/** What a person decides on the agents of a host; who is out by it is not seen any more. */
@Injectable()
export class ChangeAgents {
  constructor(
    @Inject(Deciding) private readonly deciding: Deciding,
    @Inject(PORTS.presence) private readonly presence: Presence,
  ) {}

  async change(
    context: Context,
    { hostId: id, agentId, refusedAs }: Change,
    choose: (state: HostState) => readonly HostEvent[] | Refusal,
  ): Promise<Written> {
    const asked = { agentId };
    const { events, position } = await this.deciding.decide(
      context,
      { fold: host, id, refusedAs, asked },
      async (desk) => {
        const reached = await reachHost(desk, context, id);
        return isRefusal(reached) ? reached : choose(desk.target.state);
      },
    );
    for (const event of events) {
      if (event.type === 'keyledger.agent-revoked.v1') await this.presence.forget(event.data.agentId);
    }
    return { id: agentId, position };
  }
}
