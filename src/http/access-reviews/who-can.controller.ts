import { Readable } from 'node:stream';
import { Controller, Get, Inject, Query, StreamableFile } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { Context } from '../../kernel/context';
import { ReviewAccess } from '../../queries/access-reviews/review-access';
import { isForExcel } from '../audit/excel';
import { Ctx } from '../platform/endpoint/context';
import { Endpoint } from '../platform/endpoint/endpoint';
import { invalid } from '../platform/validation/invalid';
import { REVIEW_FORMATS } from './access-review-formats';
import { WhoCanQuery } from './access-review.dtos';
import { ReviewedAccessListDto } from './reviewed-access.dtos';

@ApiTags('Access reviews')
@Controller('access-review')
export class WhoCanController {
  constructor(@Inject(QueryBus) private readonly queries: QueryBus) {}

  @Get()
  @Endpoint({
    id: 'reviewAccess',
    summary: 'Who can reveal or check out what, and through what',
    permission: 'pam_vaults.manage or pam_audit.read in the organization',
    description:
      'Of a vault, or of a user in every vault you may ask about: a line for each person and each grant by which that person reaches it, for each machine caller that is linked to such a person, and for each owner. It tells the group, the end, who gave the grant, what the person `can` do now and what stands in the way (`obstacle`), and when that access was used last, or never. Streamed: `{"items": […], "nextCursor": null}`, or CSV by `format=csv`.',
    answers: { 200: ReviewedAccessListDto },
    codes: ['NOT_FOUND'],
    reads: ['vaults', 'organizations', 'access_uses', 'identities', 'users'],
    produces: ['application/json', 'text/csv'],
    unhurried: true,
  })
  async review(@Ctx() context: Context, @Query() query: WhoCanQuery) {
    const { identityGroupId, userId, format = 'json' } = query;
    const forExcel = isForExcel(query);
    if ((identityGroupId === undefined) === (userId === undefined)) {
      throw invalid({ field: 'identityGroupId', message: 'must be given, or userId, and not both' });
    }
    const of = identityGroupId === undefined ? { userId: userId ?? '' } : { identityGroupId };
    const pages = await this.queries.execute(new ReviewAccess(context, of));
    const { mediaType, write } = REVIEW_FORMATS[format];
    const file = format === 'csv' ? { disposition: 'attachment; filename="keyledger-access-review.csv"' } : {};
    return new StreamableFile(Readable.from(write(pages, forExcel)), { type: mediaType, ...file });
  }
}
