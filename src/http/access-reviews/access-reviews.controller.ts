import { Body, Controller, Get, Inject, Post, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { CloseAccessReview } from '../../commands/access-reviews/close-access-review';
import { DecideAccessReviewLine } from '../../commands/access-reviews/decide-access-review-line';
import { OpenAccessReview } from '../../commands/access-reviews/open-access-review';
import type { Context } from '../../kernel/context';
import { GetAccessReview } from '../../queries/access-reviews/get-access-review';
import { ListAccessReviews } from '../../queries/access-reviews/list-access-reviews';
import { Cursors } from '../paging/cursors';
import { Ctx } from '../platform/endpoint/context';
import { Endpoint } from '../platform/endpoint/endpoint';
import { pageOf } from '../platform/endpoint/page-of';
import { PathId } from '../platform/endpoint/path-parameter';
import { Answers } from '../platform/repetition/answers';
import { thingChanged, thingMade, type Made } from '../platform/repetition/recipe';
import { invalid } from '../platform/validation/invalid';
import { single } from '../reply/reply';
import {
  AccessReviewDto,
  AccessReviewQuery,
  AccessReviewSummaryDto,
  DecideLineDto,
  OpenAccessReviewDto,
} from './access-review.dtos';

const READS = ['access_reviews', 'vaults'];

const written = ({ context, ids: { id = '' } }: Made) => new GetAccessReview(context, id);
const MADE = thingMade(READS, written, ({ ids: { id } }) => `/access-reviews/${id}`);
const CHANGED = thingChanged(READS, written);

const PERMISSION = 'pam_vaults.manage in the organization of the vault; not machines, not support';

@ApiTags('Access reviews')
@Controller('access-reviews')
export class AccessReviewsController {
  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(Answers) private readonly answers: Answers,
    @Inject(Cursors) private readonly cursors: Cursors,
  ) {}

  @Post()
  @Endpoint({
    id: 'openAccessReview',
    summary: 'Open a review of who has access to a vault',
    permission: PERMISSION,
    description: 'Every grant of the vault becomes a line that is to be kept or revoked by the date.',
    answers: { 201: AccessReviewDto },
    etag: true,
    codes: ['NOT_FOUND', 'CONFLICT'],
    repeat: MADE,
  })
  async open(@Ctx() context: Context, @Body() { identityGroupId, dueInDays }: OpenAccessReviewDto) {
    const { id, position } = await this.commands.execute(new OpenAccessReview(context, identityGroupId, dueInDays));
    return this.answers.of(MADE, { context, ids: { id }, position });
  }

  @Get()
  @Endpoint({
    id: 'listAccessReviews',
    summary: 'List reviews of access, newest first',
    permission: 'pam_vaults.manage or pam_audit.read in the organization',
    description: 'Without their lines.',
    answers: { 200: pageOf(AccessReviewSummaryDto) },
    reads: READS,
  })
  async list(@Ctx() context: Context, @Query() { limit, cursor, ...filter }: AccessReviewQuery) {
    const list = `access reviews ${JSON.stringify(filter)}`;
    const page = this.cursors.request(list, { limit, cursor });
    return this.cursors.answer(list, await this.queries.execute(new ListAccessReviews(context, filter, page)));
  }

  @Get(':id')
  @Endpoint({
    id: 'getAccessReview',
    summary: 'Read a review of access',
    permission: 'pam_vaults.manage or pam_audit.read in the organization',
    description: 'With each line, what was decided on it, by whom, when and why; of a closed one it is the record.',
    answers: { 200: AccessReviewDto },
    etag: true,
    reads: READS,
  })
  async get(@Ctx() context: Context, @PathId('access review') id: string) {
    return single(await this.queries.execute(new GetAccessReview(context, id)));
  }

  @Post(':id/decisions')
  @Endpoint({
    id: 'decideOnAccess',
    summary: 'Keep or revoke a grant',
    permission: `${PERMISSION}, and nobody who has access by that grant`,
    description:
      'Takes effect at once: what is revoked is over with the next request. A kept grant may still be revoked while the review is open; one that is changed after it was kept is to be decided on anew.',
    answers: { 200: AccessReviewDto },
    etag: true,
    codes: ['CONFLICT'],
    repeat: CHANGED,
  })
  async decide(
    @Ctx() context: Context,
    @PathId('access review') id: string,
    @Body() { grantId, decision, reason }: DecideLineDto,
  ) {
    if (decision === 'revoke' && reason === undefined) {
      throw invalid({ field: 'reason', message: 'must be given to revoke' });
    }
    const asked = { grantId, decision, ...(reason === undefined ? {} : { reason }) };
    const { position } = await this.commands.execute(new DecideAccessReviewLine(context, id, asked));
    return this.answers.of(CHANGED, { context, ids: { id }, position });
  }

  @Post(':id/close')
  @Endpoint({
    id: 'closeAccessReview',
    summary: 'Close a review of access',
    permission: PERMISSION,
    description: 'Once every grant that still stands is kept as it stands (409 otherwise, with the `open` ones).',
    answers: { 200: AccessReviewDto },
    etag: true,
    codes: ['CONFLICT'],
    repeat: CHANGED,
  })
  async close(@Ctx() context: Context, @PathId('access review') id: string) {
    const { position } = await this.commands.execute(new CloseAccessReview(context, id));
    return this.answers.of(CHANGED, { context, ids: { id }, position });
  }
}
