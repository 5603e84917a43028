import { Controller, Get, Inject, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { Context } from '../../kernel/context';
import { ExplainIdentity } from '../../queries/explanations/explain-identity';
import { Ctx } from '../platform/endpoint/context';
import { Endpoint } from '../platform/endpoint/endpoint';
import { PathId } from '../platform/endpoint/path-parameter';
import { ExplainQuery, ExplanationDto } from './explain.dtos';

@ApiTags('Identities')
@Controller('identities/:id/explain')
export class ExplainController {
  constructor(@Inject(QueryBus) private readonly queries: QueryBus) {}

  @Get()
  @Endpoint({
    id: 'explainIdentity',
    summary: 'Why somebody can, or can’t, use the value now',
    permission:
      'of oneself (no `userId`), a role in the organization; of others, pam_vaults.manage or pam_audit.read there',
    description:
      'The decision on a checkout (the default), a reveal or a break-glass, step by step, as it would be taken now by the same code; nothing comes of it, and no try is counted. Each step is told with the last fact that made it hold or not: its stream, revision, time, and who did it. The first step that does not hold is the last one told, and `code` is what the caller would be refused with. A step without `fact` rests on nothing that ever happened.',
    answers: { 200: ExplanationDto },
    codes: ['NOT_FOUND'],
  })
  explain(@Ctx() context: Context, @PathId('identity') id: string, @Query() { userId, action }: ExplainQuery) {
    return this.queries.execute(new ExplainIdentity(context, id, action ?? 'checkout', userId));
  }
}
