import { Controller, Get, Inject, Post } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApproveAgent } from '../../commands/hosts/approve-agent';
import { IssueJoinToken } from '../../commands/hosts/issue-join-token';
import { RepeatJoinToken } from '../../commands/hosts/repeat-join-token';
import { RevokeAgent } from '../../commands/hosts/revoke-agent';
import type { Context } from '../../kernel/context';
import { ListAgents } from '../../queries/hosts/list-agents';
import type { Repetition } from '../idempotency/repetition';
import { Operation } from '../operation/operation';
import { Ctx, Input, PathId, QueryInput } from '../operation/parameters';
import { Cursors } from '../paging/cursors';
import { done, Reply } from '../reply/reply';
import { listOf } from '../schema/fields';
import { AgentShape, AgentsQuery, ApproveAgentBody, JoinToken } from './agents-schemas';

/** How agents come to a host, and what a person decides on them. */
@Controller('hosts/:id')
export class AgentsController {
  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(Cursors) private readonly cursors: Cursors,
  ) {}

  @Post('join-token')
  @Operation({
    summary: 'Issue a join token for one agent',
    id: 'issueJoinToken',
    permission: 'hosts.manage_users in the organization of the host',
    description: 'It lets one agent enrol, within an hour, and is shown here alone.',
    tag: 'Hosts',
    thing: 'host',
    answers: { 201: JoinToken },
    repeat: 'repeatJoinToken',
    secret: true,
  })
  async joinToken(@Ctx() context: Context, @PathId() id: string) {
    const { tokenId, position, ...issued } = await this.commands.execute(new IssueJoinToken(context, id));
    return new Reply(201, issued, { ids: { tokenId }, position });
  }

  /** The token was never kept: it is made again, for who may still have it, as long as it lets somebody in. */
  async repeatJoinToken({ receipt, context, params }: Repetition) {
    const tokenId = receipt.ids['tokenId'] ?? '';
    const again = await this.commands.execute(new RepeatJoinToken(context, params['id'] ?? '', tokenId));
    return new Reply(201, again, { ids: { tokenId }, position: receipt.position });
  }

  @Get('agents')
  @Operation({
    summary: 'List the agents a host has and had',
    id: 'listAgents',
    permission: 'hosts.manage_users in the organization of the host',
    description: 'The agents of this host with what they reported, and whether they wait, work, are locked or revoked.',
    tag: 'Hosts',
    thing: 'host',
    query: AgentsQuery,
    answers: { 200: listOf(AgentShape) },
    reads: ['hosts', 'agents'],
  })
  async agents(@Ctx() context: Context, @PathId() id: string, @QueryInput() page: AgentsQuery) {
    const list = `agents ${id}`;
    return this.cursors.answer(
      list,
      await this.queries.execute(new ListAgents(context, id, this.cursors.request(list, page))),
    );
  }

  @Post('agents/:agentId/approve')
  @Operation({
    summary: 'Let an agent work that waits or is locked',
    id: 'approveAgent',
    permission: 'hosts.manage_users in the organization of the host; with pam_vaults.manage where identities are on it',
    description:
      'Every other agent of the host is revoked. One that waits is approved by somebody other than who issued its join token; where nobody else could, by an owner, with a reason.',
    tag: 'Hosts',
    thing: 'agent',
    body: ApproveAgentBody,
    answers: { 204: null },
    codes: ['CONFLICT', 'SELF_APPROVAL'],
  })
  async approve(
    @Ctx() context: Context,
    @PathId() id: string,
    @PathId('agentId') agentId: string,
    @Input() { reason }: ApproveAgentBody,
  ) {
    const { position } = await this.commands.execute(new ApproveAgent(context, id, agentId, reason));
    return done(position);
  }

  @Post('agents/:agentId/revoke')
  @Operation({
    summary: 'Revoke an agent',
    id: 'revokeAgent',
    permission: 'hosts.manage_users in the organization of the host',
    description: 'Its next request is refused, and its jobs wait for another agent of the host.',
    tag: 'Hosts',
    thing: 'agent',
    answers: { 204: null },
  })
  async revoke(@Ctx() context: Context, @PathId() id: string, @PathId('agentId') agentId: string) {
    const { position } = await this.commands.execute(new RevokeAgent(context, id, agentId));
    return done(position);
  }
}
