import { Inject, Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { HostMemberDocument } from '../../projections/host-members/document';
import { VerifyHosts } from '../commands/jobs/verify-hosts';
import type { AgentApproved } from '../domain/hosts/events';
import { PORTS } from '../kernel/ports';
import type { ReadModels } from '../kernel/read-models';
import type { ReadSide } from '../kernel/read-side';
import type { RecordedEvent } from '../kernel/recorded-event';
import { StoreUnavailable } from '../kernel/store-errors';
import type { Policy, Reaction } from './runner/policy';
import { PolicyContexts } from './runner/policy-contexts';

const MODEL_PATIENCE_MS = 2000;
const PAGE = 200;

/** A machine that was copied or set back, or enrolled anew, may hold other values than the day before: its agent looks at once. */
@Injectable()
export class VerifyHostsWhenAgentApproved implements Policy {
  readonly name = 'verify-hosts-when-agent-approved';

  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(PolicyContexts) private readonly contexts: PolicyContexts,
    @Inject(PORTS.readModels) private readonly models: ReadModels,
    @Inject(PORTS.readSide) private readonly readSide: ReadSide,
  ) {}

  readonly reaction: Reaction = {
    types: ['keyledger.agent-approved.v1'],
    react: async (event: RecordedEvent) => {
      const { hostId } = event.data as AgentApproved['data'];
      if (!(await this.readSide.waitFor(['host_members'], event.position, MODEL_PATIENCE_MS))) {
        throw new StoreUnavailable('the model of host members is behind');
      }
      for await (const identityId of this.on(hostId)) {
        const context = this.contexts.after(this.name, event, identityId);
        await this.commands.execute(new VerifyHosts(context, identityId, { hostId }));
      }
    },
  };

  private async *on(hostId: string): AsyncIterable<string> {
    const members = this.models.readModel<HostMemberDocument>('host_members');
    for (let last: string | undefined; ;) {
      const after = last === undefined ? {} : { after: { value: last, id: last } };
      const page = await members.find({ where: [{ field: 'hostId', is: hostId }], limit: PAGE, ...after });
      yield* page.map(({ identityId }) => identityId);
      last = page.at(-1)?.id;
      if (page.length < PAGE) return;
    }
  }
}
