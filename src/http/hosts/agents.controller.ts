import { Body, Controller, Get, Inject, Post, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { ApproveAgent } from '../../commands/hosts/approve-agent';
import { IssueJoinToken } from '../../commands/hosts/issue-join-token';
import { RepeatJoinToken } from '../../commands/hosts/repeat-join-token';
import { RevokeAgent } from '../../commands/hosts/revoke-agent';
import type { Context } from '../../kernel/context';
import { ListAgents } from '../../queries/hosts/list-agents';
import { Ctx } from '../platform/endpoint/context';
import { Endpoint } from '../platform/endpoint/endpoint';
import { pageOf } from '../platform/endpoint/page-of';
import { PathId } from '../platform/endpoint/path-parameter';
import { recipe } from '../platform/repetition/recipe';
import { Cursors } from '../paging/cursors';
import { done, Reply } from '../reply/reply';
import { AgentDto, AgentsQuery, ApproveAgentDto, JoinTokenDto } from './agents.dtos';

/** The token was never kept: it is made again, for who may still have it, as long as it lets somebody in. */
const ISSUED = recipe({
  ask: ({ context, ids: { tokenId = '' }, params: { id = '' } }) => new RepeatJoinToken(context, id, tokenId),
  reply: (again, { ids, position }) => new Reply(201, again, { ids, position }),
});

/** How agents come to a host, and what a person decides on them. */
@ApiTags('Hosts')
@Controller('hosts/:id')
export class AgentsController {
  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(Cursors) private readonly cursors: Cursors,
  ) {}

  @Post('join-token')
  @Endpoint({
    id: 'issueJoinToken',
    summary: 'Issue a join token for one agent',
    permission: 'hosts.manage_users in the organization of the host',
    description: 'It lets one agent enrol, within an hour, and is shown here alone.',
    answers: { 201: JoinTokenDto },
    unplaced: true,
    repeat: ISSUED,
    secret: true,
  })
  async joinToken(@Ctx() context: Context, @PathId('host') id: string) {
    const { tokenId, position, ...issued } = await this.commands.execute(new IssueJoinToken(context, id));
    return new Reply(201, issued, { ids: { tokenId }, position });
  }

  @Get('agents')
  @Endpoint({
    id: 'listAgents',
    summary: 'List the agents a host has and had',
    permission: 'hosts.manage_users in the organization of the host',
    description: 'The agents of this host with what they reported, and whether they wait, work, are locked or revoked.',
    answers: { 200: pageOf(AgentDto) },
    reads: ['hosts', 'agents'],
  })
  async agents(@Ctx() context: Context, @PathId('host') id: string, @Query() page: AgentsQuery) {
    const list = `agents ${id}`;
    return this.cursors.answer(
      list,
      await this.queries.execute(new ListAgents(context, id, this.cursors.request(list, page))),
    );
  }

  @Post('agents/:agentId/approve')
  @Endpoint({
    id: 'approveAgent',
    summary: 'Let an agent work that waits or is locked',
    permission: 'hosts.manage_users in the organization of the host; with pam_vaults.manage where identities are on it',
    description:
      'Every other agent of the host is revoked. One that waits is approved by somebody other than who issued its join token; where nobody else could, by an owner, with a reason.',
    answers: { 204: null },
    codes: ['CONFLICT', 'SELF_APPROVAL'],
  })
  async approve(
    @Ctx() context: Context,
    @PathId('agent') id: string,
    @PathId('agent', 'agentId') agentId: string,
    @Body() { reason }: ApproveAgentDto,
  ) {
    const { position } = await this.commands.execute(new ApproveAgent(context, id, agentId, reason));
    return done(position);
  }

  @Post('agents/:agentId/revoke')
  @Endpoint({
    id: 'revokeAgent',
    summary: 'Revoke an agent',
    permission: 'hosts.manage_users in the organization of the host',
    description: 'Its next request is refused, and its jobs wait for another agent of the host.',
    answers: { 204: null },
  })
  async revoke(@Ctx() context: Context, @PathId('agent') id: string, @PathId('agent', 'agentId') agentId: string) {
    const { position } = await this.commands.execute(new RevokeAgent(context, id, agentId));
    return done(position);
  }
}
