import { Controller, Get, Inject, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { Context } from '../../kernel/context';
import { GetTimeline } from '../../queries/identities/get-timeline';
import { Cursors } from '../paging/cursors';
import { Ctx } from '../platform/endpoint/context';
import { Endpoint } from '../platform/endpoint/endpoint';
import { pageOf } from '../platform/endpoint/page-of';
import { PathId } from '../platform/endpoint/path-parameter';
import { PageQuery } from '../platform/validation/page-query';
import { TimelineEntryDto } from './timeline.dtos';

@ApiTags('Identities')
@Controller('identities/:id/timeline')
export class TimelineController {
  constructor(
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(Cursors) private readonly cursors: Cursors,
  ) {}

  @Get()
  @Endpoint({
    id: 'getIdentityTimeline',
    summary: 'What happened to an identity',
    permission: 'pam_vaults.view in the organization of the identity',
    description:
      'Newest first: who had it when and why, what became of its value and its settings, and the work on its hosts. Refused attempts, addresses and the facts whole are in the audit.',
    answers: { 200: pageOf(TimelineEntryDto) },
    reads: ['identities', 'audit_trail', 'names'],
  })
  async timeline(@Ctx() context: Context, @PathId('identity') id: string, @Query() query: PageQuery) {
    const list = `timeline ${id}`;
    const page = this.cursors.request(list, query);
    return this.cursors.answer(list, await this.queries.execute(new GetTimeline(context, id, page)));
  }
}
