import { Body, Controller, Get, Inject, Post } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { DismissPolicyEvent } from '../../commands/policies/dismiss-policy-event';
import { RetryPolicyEvent } from '../../commands/policies/retry-policy-event';
import type { Context } from '../../kernel/context';
import { ListPolicies } from '../../queries/operations/list-policies';
import { Ctx } from '../platform/endpoint/context';
import { Endpoint } from '../platform/endpoint/endpoint';
import { PathPart } from '../platform/endpoint/path-parameter';
import { idsAccepted } from '../platform/repetition/recipe';
import { accepted, done } from '../reply/reply';
import { DismissDto, eventId, ParkedRetryDto, PolicyListDto, policyName } from './policy.dtos';

const POLICY = { description: 'Name of the policy.', example: 'end-session-when-its-basis-is-lost' };
const EVENT = { description: 'Id of the parked event.' };

@ApiTags('Operations')
@Controller('operations/policies')
export class PoliciesController {
  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(QueryBus) private readonly queries: QueryBus,
  ) {}

  @Get()
  @Endpoint({
    id: 'listPolicies',
    summary: 'How the policies stand and what they have gone on without; owners only',
    permission: 'an owner',
    description:
      'Where each policy stands in the log, what it failed on, and the events that were parked after five tries.',
    answers: { 200: PolicyListDto },
  })
  async policies(@Ctx() context: Context) {
    return { items: await this.queries.execute(new ListPolicies(context)) };
  }

  @Post(':name/parked/:eventId/retry')
  @Endpoint({
    id: 'retryParkedEvent',
    summary: 'Act upon a parked event once more; owners only',
    permission: 'an owner',
    description: 'Accepted for later (202): the policy tries it again; where that fails, it stays parked.',
    answers: { 202: ParkedRetryDto },
    repeat: idsAccepted,
  })
  async retry(
    @Ctx() context: Context,
    @PathPart('name', policyName, 'parked event', POLICY) policy: string,
    @PathPart('eventId', eventId, 'parked event', EVENT) event: string,
  ) {
    const { position } = await this.commands.execute(new RetryPolicyEvent(context, policy, event));
    return accepted({ policy, eventId: event }, { ids: { policy, eventId: event }, position });
  }

  @Post(':name/parked/:eventId/dismiss')
  @Endpoint({
    id: 'dismissParkedEvent',
    summary: 'Answer for it that a parked event is never acted upon; owners only',
    permission: 'an owner',
    description: 'The reason stands in the log. What the policy would have done is left to the owner.',
    answers: { 204: null },
  })
  async dismiss(
    @Ctx() context: Context,
    @PathPart('name', policyName, 'parked event', POLICY) policy: string,
    @PathPart('eventId', eventId, 'parked event', EVENT) event: string,
    @Body() { reason }: DismissDto,
  ) {
    const { position } = await this.commands.execute(new DismissPolicyEvent(context, policy, event, reason));
    return done(position);
  }
}
