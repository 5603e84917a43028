import { Controller, Delete, Get, Inject, Put, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { SetGroupMember } from '../../commands/directory/set-group-member';
import type { Context } from '../../kernel/context';
import { ListGroupMembers } from '../../queries/directory/list-group-members';
import { Ctx } from '../platform/endpoint/context';
import { Endpoint } from '../platform/endpoint/endpoint';
import { pageOf } from '../platform/endpoint/page-of';
import { PathId } from '../platform/endpoint/path-parameter';
import { Cursors } from '../paging/cursors';
import { done } from '../reply/reply';
import { IdpUserDto, MembersQuery } from './directory.dtos';

@ApiTags('Directory')
@Controller('idp/groups/:id/members')
export class GroupMembersController {
  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(Cursors) private readonly cursors: Cursors,
  ) {}

  @Get()
  @Endpoint({
    id: 'listGroupMembers',
    summary: 'List the members of an IDP group',
    permission: 'directory.manage for all organizations, or pam_vaults.manage',
    description: 'The IDP users in this group.',
    answers: { 200: pageOf(IdpUserDto) },
    reads: ['idp_groups', 'idp_members', 'idp_users'],
  })
  async list(@Ctx() context: Context, @PathId('IDP group') id: string, @Query() page: MembersQuery) {
    const list = `idp-members ${id}`;
    const found = await this.queries.execute(new ListGroupMembers(context, id, this.cursors.request(list, page)));
    return this.cursors.answer(list, found);
  }

  @Put(':idpUserId')
  @Endpoint({
    id: 'addGroupMember',
    summary: 'Put an IDP user into an IDP group',
    permission: 'directory.manage for all organizations, and of a group with roles what giving and taking them takes',
    description:
      'What is granted to the group then holds for this person too. Only owners add themselves (403 `SELF_GRANT`). Repeating it changes nothing.',
    answers: { 204: null },
    codes: ['SELF_GRANT', 'SCIM_MANAGED'],
  })
  add(@Ctx() context: Context, @PathId('IDP group') id: string, @PathId('IDP group', 'idpUserId') idpUserId: string) {
    return this.set(context, id, idpUserId, true);
  }

  @Delete(':idpUserId')
  @Endpoint({
    id: 'removeGroupMember',
    summary: 'Take an IDP user out of an IDP group',
    permission: 'directory.manage for all organizations, and of a group with roles what giving and taking them takes',
    description:
      'What was granted to the group no longer holds for this person; sessions that rested on it end within 5 s.',
    answers: { 204: null },
    codes: ['SCIM_MANAGED'],
  })
  remove(
    @Ctx() context: Context,
    @PathId('IDP group') id: string,
    @PathId('IDP group', 'idpUserId') idpUserId: string,
  ) {
    return this.set(context, id, idpUserId, false);
  }

  private async set(context: Context, id: string, idpUserId: string, member: boolean) {
    return done((await this.commands.execute(new SetGroupMember(context, id, idpUserId, member))).position);
  }
}
