import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { ChannelEndpoint } from '../../access/channel-endpoint';
import { channelsRevision } from '../../access/channels-of';
import { requireOwner } from '../../access/require';
import { refuseSupport } from '../../access/support';
import type { Channel, NotificationChannelsSet } from '../../domain/notification-channels/events';
import { ACCOUNT_CHANNELS, notificationChannels, type ChannelsState } from '../../domain/notification-channels/state';
import type { Context } from '../../kernel/context';
import type { Position } from '../../kernel/position';
import { isRefusal, refuse, type Refusal } from '../../kernel/refusal';
import type { SeenRevision } from '../../kernel/seen-revision';
import { Decisions } from '../deciding/decisions';
import type { DecisionContext } from '../deciding/decision-context';
import { expectRevision } from '../deciding/expect-revision';
import { loadCaller, loadAuthorizedOrganization } from '../deciding/load-authorized';
import { ChannelSecrets } from './channel-secrets';
import { sameJson } from '../../kernel/facts/same-json';

/** A channel as somebody wants it; without id a new one. A webhook that is new brings its secret. */
export interface WantedChannel extends Omit<Channel, 'channelId' | 'secretVersion' | 'origin'> {
  readonly id?: string;
  readonly secret?: string;
}

/** Sets where notifications of an organization, or of the account, go besides inboxes: these and no others. */
export class SetNotificationChannels extends Command<{ readonly position: Position }> {
  constructor(
    readonly context: Context,
    /** Absent: of the account. */
    readonly organizationId: string | undefined,
    readonly channels: readonly WantedChannel[],
    readonly ifMatch?: SeenRevision,
  ) {
    super();
  }
}

const bad = (n: number, field: string, message: string): Refusal =>
  refuse('VALIDATION_FAILED', 'The channels can not be set.', {
    errors: [{ field: `channels[${n}].${field}`, message }],
  });

/** What is wrong with a channel, given those there are and what is sealed of it. */
const complaintOf = (
  before: readonly Channel[],
  { id, kind, secret }: WantedChannel,
  door: ChannelEndpoint | undefined,
  n: number,
): Refusal | undefined => {
  const known = before.find(({ channelId }) => channelId === id);
  if (id !== undefined && known === undefined) return bad(n, 'id', 'is no channel that is there');
  if (known !== undefined && known.kind !== kind) return bad(n, 'kind', 'can not be changed');
  return kind === 'webhook' && secret === undefined && door === undefined
    ? bad(
        n,
        'secret',
        'is needed for a new webhook, whose messages are signed by it: make a random one, and give it to the receiver too',
      )
    : undefined;
};

const isSame = (one: ChannelEndpoint, other: ChannelEndpoint | undefined): boolean =>
  one.url === other?.url && one.secret === other.secret;

@CommandHandler(SetNotificationChannels)
export class SetNotificationChannelsHandler implements ICommandHandler<SetNotificationChannels> {
  constructor(
    @Inject(Decisions) private readonly deciding: Decisions,
    @Inject(ChannelSecrets) private readonly secrets: ChannelSecrets,
  ) {}

  async execute({ context, organizationId, channels, ifMatch }: SetNotificationChannels) {
    const id = organizationId ?? ACCOUNT_CHANNELS;
    const decisionTarget = {
      fold: notificationChannels,
      id,
      refusedAs: 'keyledger.notification-channels-set-refused.v1',
    };
    const ids = channels.map((channel) => channel.id ?? context.ids.next());
    const stored = new Map<string, number>();
    let before: readonly Channel[] = [];
    const { position } = await this.deciding.decide(context, decisionTarget, async (decision) => {
      const refusal =
        (await this.judge(decision, context, organizationId)) ??
        expectRevision({ revision: channelsRevision(decision.target) }, ifMatch);
      if (refusal !== undefined) return refusal;
      before = decision.target.state.channels;
      const doors = await Promise.all(ids.map((channelId) => this.doorOf(before, channelId)));
      const complaint = channels.map((wanted, n) => complaintOf(before, wanted, doors[n], n)).find(Boolean);
      if (complaint !== undefined) return complaint;
      const set: Channel[] = [];
      for (const [n, { id: _, secret = doors[n]?.secret, url, ...wanted }] of channels.entries()) {
        const channelId = ids[n] ?? '';
        const known = before.find((channel) => channel.channelId === channelId);
        if (url === undefined || secret === undefined) {
          set.push({ channelId, ...wanted });
          continue;
        }
        const door = { url, secret };
        const isKept = known?.origin !== undefined && isSame(door, doors[n]);
        // Material first: what no fact names signs nothing.
        if (!isKept && !stored.has(channelId)) {
          stored.set(channelId, await this.secrets.store(channelId, known?.secretVersion ?? 0, door));
        }
        const secretVersion = stored.get(channelId) ?? known?.secretVersion ?? 0;
        set.push({ channelId, ...wanted, origin: new URL(url).origin, secretVersion });
      }
      return this.facts(decision, context, organizationId, set);
    });
    const isKept = (channelId: string): boolean => ids.includes(channelId);
    for (const { channelId } of before) if (!isKept(channelId)) await this.secrets.forget(channelId);
    for (const [channelId, version] of stored) await this.secrets.forget(channelId, version);
    return { position };
  }

  private async doorOf(before: readonly Channel[], channelId: string): Promise<ChannelEndpoint | undefined> {
    const known = before.find((channel) => channel.channelId === channelId);
    return known?.secretVersion === undefined ? undefined : this.secrets.open(known);
  }

  private facts(
    { target, now }: DecisionContext<ChannelsState>,
    { actor }: Context,
    organizationId: string | undefined,
    channels: readonly Channel[],
  ): readonly NotificationChannelsSet[] {
    if (sameJson(target.state.channels, channels)) return [];
    const place = organizationId === undefined ? {} : { organizationId };
    const data = { ...place, channels, setBy: actor.userId ?? '', setAt: now };
    return [{ type: 'keyledger.notification-channels-set.v1', data }];
  }

  private async judge(
    decision: DecisionContext<ChannelsState>,
    context: Context,
    organizationId: string | undefined,
  ): Promise<Refusal | undefined> {
    if (organizationId !== undefined) {
      const reached = await loadAuthorizedOrganization(decision, context, organizationId, 'accounts.manage');
      return isRefusal(reached) ? reached : refuseSupport(reached.rights, 'sets channels');
    }
    decision.about('account');
    return requireOwner(await loadCaller(decision, context));
  }
}
