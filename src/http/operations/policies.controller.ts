import { Controller, Get, Inject, Post } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import type { Static } from '@sinclair/typebox';
import { DismissPolicyEvent } from '../../commands/policies/dismiss-policy-event';
import { RetryPolicyEvent } from '../../commands/policies/retry-policy-event';
import type { Context } from '../../kernel/context';
import { ListPolicies } from '../../queries/operations/list-policies';
import type { Repetition } from '../idempotency/repetition';
import { Operation } from '../operation/operation';
import { Ctx, Input, PathId } from '../operation/parameters';
import { accepted, done } from '../reply/reply';
import { DismissBody, EventId, ParkedRetry, PolicyList, PolicyName } from './policy-schemas';

const TAG = 'Operations';
const PARAMS = { name: PolicyName, eventId: EventId };

@Controller('operations/policies')
export class PoliciesController {
  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(QueryBus) private readonly queries: QueryBus,
  ) {}

  @Get()
  @Operation({
    summary: 'How the policies stand and what they have gone on without; owners only',
    id: 'listPolicies',
    permission: 'an owner',
    description:
      'Where each policy stands in the log, what it failed on, and the events that were parked after five tries.',
    tag: TAG,
    answers: { 200: PolicyList },
  })
  async policies(@Ctx() context: Context) {
    return { items: await this.queries.execute(new ListPolicies(context)) };
  }

  @Post(':name/parked/:eventId/retry')
  @Operation({
    summary: 'Act upon a parked event once more; owners only',
    id: 'retryParkedEvent',
    permission: 'an owner',
    description: 'Accepted for later (202): the policy tries it again; where that fails, it stays parked.',
    tag: TAG,
    thing: 'parked event',
    params: PARAMS,
    answers: { 202: ParkedRetry },
    repeat: 'repeatRetry',
  })
  async retry(@Ctx() context: Context, @PathId('name') policy: string, @PathId('eventId') eventId: string) {
    const { position } = await this.commands.execute(new RetryPolicyEvent(context, policy, eventId));
    return accepted({ policy, eventId }, { ids: { policy, eventId }, position });
  }

  async repeatRetry({ receipt }: Repetition) {
    const [policy, eventId] = [receipt.ids['policy'] ?? '', receipt.ids['eventId'] ?? ''];
    return accepted({ policy, eventId }, { ids: { policy, eventId }, position: receipt.position });
  }

  @Post(':name/parked/:eventId/dismiss')
  @Operation({
    summary: 'Answer for it that a parked event is never acted upon; owners only',
    id: 'dismissParkedEvent',
    permission: 'an owner',
    description: 'The reason stands in the log. What the policy would have done is left to the owner.',
    tag: TAG,
    thing: 'parked event',
    params: PARAMS,
    body: DismissBody,
    answers: { 204: null },
  })
  async dismiss(
    @Ctx() context: Context,
    @PathId('name') policy: string,
    @PathId('eventId') eventId: string,
    @Input() { reason }: Static<typeof DismissBody>,
  ) {
    const { position } = await this.commands.execute(new DismissPolicyEvent(context, policy, eventId, reason));
    return done(position);
  }
}
