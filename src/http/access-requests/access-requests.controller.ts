import { Body, Controller, Get, Inject, Post, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { ApproveRequest } from '../../commands/access-requests/approve-request';
import { CancelRequest } from '../../commands/access-requests/cancel-request';
import { DenyRequest } from '../../commands/access-requests/deny-request';
import { RevokeRequest } from '../../commands/access-requests/revoke-request';
import type { Context } from '../../kernel/context';
import type { CommandResult } from '../../kernel/command-result';
import { GetAccessRequest } from '../../queries/access-requests/get-access-request';
import { ListAccessRequests } from '../../queries/access-requests/list-access-requests';
import { Cursors } from '../paging/cursors';
import { Ctx } from '../platform/endpoint/context';
import { Endpoint } from '../platform/endpoint/endpoint';
import { pageOf } from '../platform/endpoint/page-of';
import { PathId } from '../platform/endpoint/path-parameter';
import { Answers } from '../platform/repetition/answers';
import { recipe } from '../platform/repetition/recipe';
import { answered, single } from '../reply/reply';
import { AccessRequestDto, AccessRequestQuery, DecisionDto } from './access-request.dtos';

const READS = ['access_requests'];
const APPROVER =
  'pam_vaults.approve in the organization, and to be named by the policy of the vault, now and when it was asked; never who asked';

const DECIDED = recipe({
  reads: READS,
  ask: ({ context, ids: { id = '' } }) => new GetAccessRequest(context, id),
  reply: ({ item }, { ids, position }) => answered(item, { ids, position }),
});

@ApiTags('Approval')
@Controller('access-requests')
export class AccessRequestsController {
  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(Answers) private readonly answers: Answers,
    @Inject(Cursors) private readonly cursors: Cursors,
  ) {}

  @Get()
  @Endpoint({
    summary: 'List requests for access, newest first',
    id: 'listAccessRequests',
    permission:
      'view=mine (the default): nothing; view=waiting-for-me: pam_vaults.approve; view=all: pam_vaults.view in the organization',
    description:
      'With all that was decided on them, and how they stand now: an approval counts as long as who gave it could give it.',
    answers: { 200: pageOf(AccessRequestDto) },
    reads: READS,
  })
  async list(@Ctx() context: Context, @Query() { limit, cursor, view = 'mine', ...rest }: AccessRequestQuery) {
    const filter = { view, ...rest };
    const list = `access-requests ${JSON.stringify(filter)}`;
    const page = this.cursors.request(list, { limit, cursor });
    return this.cursors.answer(list, await this.queries.execute(new ListAccessRequests(context, filter, page)));
  }

  @Get(':id')
  @Endpoint({
    summary: 'Read a request for access',
    id: 'getAccessRequest',
    permission: 'to have asked, to be one of its approvers, or pam_vaults.view in the organization',
    description: 'One request with its whole history.',
    answers: { 200: AccessRequestDto },
    etag: true,
    reads: READS,
  })
  async get(@Ctx() context: Context, @PathId('access request') id: string) {
    return single(await this.queries.execute(new GetAccessRequest(context, id)));
  }

  @Post(':id/approve')
  @Endpoint({
    summary: 'Approve a request for access',
    id: 'approveAccessRequest',
    permission: APPROVER,
    description: 'With the last approval that it takes it is approved, and can be used. A person counts once.',
    answers: { 200: AccessRequestDto },
    codes: ['CONFLICT', 'NO_IDP_USER_MAPPING'],
    repeat: DECIDED,
  })
  async approve(@Ctx() context: Context, @PathId('access request') id: string) {
    return this.shown(context, await this.commands.execute(new ApproveRequest(context, id)));
  }

  @Post(':id/deny')
  @Endpoint({
    summary: 'Deny a request for access',
    id: 'denyAccessRequest',
    permission: APPROVER,
    description: 'One denial decides, whoever approved before.',
    answers: { 200: AccessRequestDto },
    codes: ['CONFLICT', 'NO_IDP_USER_MAPPING'],
    repeat: DECIDED,
  })
  async deny(@Ctx() context: Context, @PathId('access request') id: string, @Body() { reason }: DecisionDto) {
    return this.shown(context, await this.commands.execute(new DenyRequest(context, id, reason)));
  }

  @Post(':id/cancel')
  @Endpoint({
    summary: 'Cancel a request of one’s own',
    id: 'cancelAccessRequest',
    permission: 'to have asked',
    description: 'Before it is used. A repeated one answers as the first.',
    answers: { 200: AccessRequestDto },
    codes: ['CONFLICT'],
    repeat: DECIDED,
  })
  async cancel(@Ctx() context: Context, @PathId('access request') id: string) {
    return this.shown(context, await this.commands.execute(new CancelRequest(context, id)));
  }

  @Post(':id/revoke')
  @Endpoint({
    summary: 'Take an approval back before it is used',
    id: 'revokeAccessRequest',
    permission: `pam_vaults.manage in the organization, or ${APPROVER}`,
    description: 'Minutes in which only reveals were made end at once; a checkout is ended by a forced checkin.',
    answers: { 200: AccessRequestDto },
    codes: ['CONFLICT', 'NO_IDP_USER_MAPPING'],
    repeat: DECIDED,
  })
  async revoke(@Ctx() context: Context, @PathId('access request') id: string, @Body() { reason }: DecisionDto) {
    return this.shown(context, await this.commands.execute(new RevokeRequest(context, id, reason)));
  }

  private shown(context: Context, { id, position }: CommandResult) {
    return this.answers.of(DECIDED, { context, ids: { id }, position });
  }
}
