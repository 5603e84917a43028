import { Controller, Get, Inject, Post } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApproveRequest } from '../../commands/access-requests/approve-request';
import { CancelRequest } from '../../commands/access-requests/cancel-request';
import { DenyRequest } from '../../commands/access-requests/deny-request';
import { RevokeRequest } from '../../commands/access-requests/revoke-request';
import type { Context } from '../../kernel/context';
import type { Written } from '../../kernel/written';
import { GetAccessRequest } from '../../queries/access-requests/get-access-request';
import { ListAccessRequests } from '../../queries/access-requests/list-access-requests';
import { Consistency } from '../consistency/consistency';
import type { Repetition } from '../idempotency/repetition';
import { Operation } from '../operation/operation';
import { Ctx, Input, PathId, QueryInput } from '../operation/parameters';
import { Cursors } from '../paging/cursors';
import { answered, single } from '../reply/reply';
import { listOf } from '../schema/fields';
import { AccessRequest, AccessRequestQuery, DecisionBody } from './access-request-schemas';

const READS = ['access_requests'];
const APPROVER =
  'pam_vaults.approve in the organization, and to be named by the policy of the vault, now and when it was asked; never who asked';

@Controller('access-requests')
export class AccessRequestsController {
  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(Consistency) private readonly consistency: Consistency,
    @Inject(Cursors) private readonly cursors: Cursors,
  ) {}

  @Get()
  @Operation({
    summary: 'List requests for access, newest first',
    id: 'listAccessRequests',
    permission:
      'view=mine (the default): nothing; view=waiting-for-me: pam_vaults.approve; view=all: pam_vaults.view in the organization',
    description:
      'With all that was decided on them, and how they stand now: an approval counts as long as who gave it could give it.',
    tag: 'Approval',
    query: AccessRequestQuery,
    answers: { 200: listOf(AccessRequest) },
    reads: READS,
  })
  async list(@Ctx() context: Context, @QueryInput() { limit, cursor, view = 'mine', ...rest }: AccessRequestQuery) {
    const filter = { view, ...rest };
    const list = `access-requests ${JSON.stringify(filter)}`;
    const page = this.cursors.request(list, { limit, cursor });
    return this.cursors.answer(list, await this.queries.execute(new ListAccessRequests(context, filter, page)));
  }

  @Get(':id')
  @Operation({
    summary: 'Read a request for access',
    id: 'getAccessRequest',
    permission: 'to have asked, to be one of its approvers, or pam_vaults.view in the organization',
    description: 'One request with its whole history.',
    tag: 'Approval',
    thing: 'access request',
    answers: { 200: AccessRequest },
    reads: READS,
  })
  async get(@Ctx() context: Context, @PathId() id: string) {
    return single(await this.queries.execute(new GetAccessRequest(context, id)));
  }

  @Post(':id/approve')
  @Operation({
    summary: 'Approve a request for access',
    id: 'approveAccessRequest',
    permission: APPROVER,
    description: 'With the last approval that it takes it is approved, and can be used. A person counts once.',
    tag: 'Approval',
    thing: 'access request',
    answers: { 200: AccessRequest },
    codes: ['CONFLICT', 'NO_IDP_USER_MAPPING'],
    repeat: 'repeated',
  })
  async approve(@Ctx() context: Context, @PathId() id: string) {
    return this.shown(context, await this.commands.execute(new ApproveRequest(context, id)));
  }

  @Post(':id/deny')
  @Operation({
    summary: 'Deny a request for access',
    id: 'denyAccessRequest',
    permission: APPROVER,
    description: 'One denial decides, whoever approved before.',
    tag: 'Approval',
    thing: 'access request',
    body: DecisionBody,
    answers: { 200: AccessRequest },
    codes: ['CONFLICT', 'NO_IDP_USER_MAPPING'],
    repeat: 'repeated',
  })
  async deny(@Ctx() context: Context, @PathId() id: string, @Input() { reason }: DecisionBody) {
    return this.shown(context, await this.commands.execute(new DenyRequest(context, id, reason)));
  }

  @Post(':id/cancel')
  @Operation({
    summary: 'Cancel a request of one’s own',
    id: 'cancelAccessRequest',
    permission: 'to have asked',
    description: 'Before it is used. A repeated one answers as the first.',
    tag: 'Approval',
    thing: 'access request',
    answers: { 200: AccessRequest },
    codes: ['CONFLICT'],
    repeat: 'repeated',
  })
  async cancel(@Ctx() context: Context, @PathId() id: string) {
    return this.shown(context, await this.commands.execute(new CancelRequest(context, id)));
  }

  @Post(':id/revoke')
  @Operation({
    summary: 'Take an approval back before it is used',
    id: 'revokeAccessRequest',
    permission: `pam_vaults.manage in the organization, or ${APPROVER}`,
    description: 'Minutes in which only reveals were made end at once; a checkout is ended by a forced checkin.',
    tag: 'Approval',
    thing: 'access request',
    body: DecisionBody,
    answers: { 200: AccessRequest },
    codes: ['CONFLICT', 'NO_IDP_USER_MAPPING'],
    repeat: 'repeated',
  })
  async revoke(@Ctx() context: Context, @PathId() id: string, @Input() { reason }: DecisionBody) {
    return this.shown(context, await this.commands.execute(new RevokeRequest(context, id, reason)));
  }

  repeated({ receipt: { ids, position }, context }: Repetition) {
    return this.shown(context, { id: ids['id'] ?? '', position });
  }

  private async shown(context: Context, { id, position }: Written) {
    const { item } = await this.consistency.afterWrite(position, READS, () =>
      this.queries.execute(new GetAccessRequest(context, id)),
    );
    return answered(item, { ids: { id }, position });
  }
}
