import { Readable } from 'node:stream';
import { Controller, createParamDecorator, Inject, Post, Query, StreamableFile } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { BeginImport } from '../../commands/imports/begin-import';
import { Clock } from '../../kernel/clock';
import type { Context } from '../../kernel/context';
import { Foreground } from '../../kernel/foreground';
import { Ids } from '../../kernel/ids';
import { Ctx } from '../platform/endpoint/context';
import { Endpoint } from '../platform/endpoint/endpoint';
import { PathId } from '../platform/endpoint/path-parameter';
import { bodyIn } from './body-in';
import { READERS } from './formats';
import { ImportRun } from './import-run';
import { ImportQuery } from './import.dtos';
import { lively } from './lively';

/** The body of a `raw` endpoint as it comes: whatever was sent as something else has been refused before. */
const BodyStream = createParamDecorator(
  (_: unknown, host) => host.switchToHttp().getRequest<FastifyRequest>().body as Readable,
);

/** What there was before: a file of another vault, or of lines that stand for commands. */
@ApiTags('Organizations')
@Controller('organizations/:id/imports')
export class ImportsController {
  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(Ids) private readonly ids: Ids,
    @Inject(Foreground) private readonly foreground: Foreground,
  ) {}

  @Post()
  @Endpoint({
    id: 'importFile',
    summary: 'Import vaults, hosts, identities and grants',
    permission: 'of each line what its command needs; values with a scheme are for owners',
    description:
      'The body is the file, of any size. Each line is judged as the command it stands for; answered are the lines that need a look, last a line with `summary`: an answer without it was cut off, and the same file can be sent again, as what is there is known by name. A dry run unless `apply=true`.',
    answers: { 200: null },
    produces: ['application/jsonl'],
    codes: ['UNSUPPORTED_MEDIA_TYPE'],
    reads: ['vaults', 'hosts', 'identities', 'access', 'idp_users', 'idp_groups'],
    raw: true,
    unhurried: true,
  })
  async import(
    @Ctx() context: Context,
    @PathId('organization') organizationId: string,
    @Query() { format = 'jsonl', apply = false }: ImportQuery,
    @BodyStream() body: Readable,
  ) {
    await this.commands.execute(new BeginImport(context, organizationId));
    const { commands, ids, clock } = this;
    const on = { commands, context, ids, now: () => clock.now(), organizationId, apply };
    const run = new ImportRun(on, this.queries, this.foreground);
    const lines = lively(run.lines(bodyIn(body), READERS[format]));
    return new StreamableFile(Readable.from(lines), { type: 'application/jsonl' });
  }
}
