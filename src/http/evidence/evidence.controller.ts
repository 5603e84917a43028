import { Body, Controller, Get, Inject, Post, StreamableFile } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { RestartEvidence } from '../../commands/evidence/restart-evidence';
import type { Context } from '../../kernel/context';
import { GetCheckpoint } from '../../queries/evidence/get-checkpoint';
import { GetEvidenceKeys } from '../../queries/evidence/get-evidence-keys';
import { GetReceipt } from '../../queries/evidence/get-receipt';
import { Ctx } from '../platform/endpoint/context';
import { Endpoint } from '../platform/endpoint/endpoint';
import { PathId } from '../platform/endpoint/path-parameter';
import { recipe } from '../platform/repetition/recipe';
import { answered } from '../reply/reply';
import { RestartedDto, RestartEvidenceDto } from './evidence.dtos';

const TEXT = 'text/plain; charset=utf-8';

const asText = (text: string): StreamableFile => new StreamableFile(Buffer.from(text), { type: TEXT });

const RESTARTED = recipe<undefined>({
  reply: (_, { ids, position }) => answered({ log: Number(ids['log']) }, { ids, position }),
});

@ApiTags('Evidence')
@Controller('evidence')
export class EvidenceController {
  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(QueryBus) private readonly queries: QueryBus,
  ) {}

  @Get('checkpoint')
  @Endpoint({
    id: 'getCheckpoint',
    summary: 'The newest signed checkpoint of the log',
    permission: 'anybody signed in',
    description:
      'A C2SP checkpoint: origin, number of facts, root of the Merkle tree over them, and the signature of the evidence key. A new one follows a fact within a second. 503 `EVIDENCE_STOPPED` where the log is not the one that was signed: then nothing is signed until an owner begins a new log.',
    answers: { 200: null },
    codes: ['EVIDENCE_STOPPED', 'NOT_FOUND'],
    produces: ['text/plain'],
  })
  async checkpoint(@Ctx() context: Context) {
    return asText(await this.queries.execute(new GetCheckpoint(context)));
  }

  @Get('keys')
  @Endpoint({
    id: 'getEvidenceKeys',
    summary: 'The keys that verify checkpoints, one a line',
    permission: 'anybody signed in',
    description:
      "C2SP verifier keys, the present log's first. An auditor is handed them another way: a key that is fetched from who is audited proves nothing.",
    answers: { 200: null },
    produces: ['text/plain'],
  })
  async keys(@Ctx() context: Context) {
    const keys = await this.queries.execute(new GetEvidenceKeys(context));
    return asText(keys.map((key) => `${key}\n`).join(''));
  }

  @Get('receipts/:eventId')
  @Endpoint({
    id: 'getReceipt',
    summary: 'The proof that a fact stands in the log',
    permission: 'who did it, or pam_audit.read where the fact belongs',
    description:
      'A C2SP tlog-proof: the fact’s place, the hashes from its leaf to the root, and a signed checkpoint that covers it. 404 with `Retry-After` until there is one.',
    answers: { 200: null },
    codes: ['NOT_FOUND'],
    reads: ['ledger'],
    produces: ['text/plain'],
  })
  async receipt(@Ctx() context: Context, @PathId('fact', 'eventId') eventId: string) {
    return asText(await this.queries.execute(new GetReceipt(context, eventId)));
  }

  @Post('restart')
  @Endpoint({
    id: 'restartEvidence',
    summary: 'Begin a new log of checkpoints; owners only',
    permission: 'an owner',
    description:
      'Only where signing was stopped (409 `EVIDENCE_NOT_STOPPED` otherwise). The first leaf of the new log holds the last checkpoint of the one before, and the reason.',
    answers: { 200: RestartedDto },
    codes: ['EVIDENCE_NOT_STOPPED'],
    repeat: RESTARTED,
  })
  async restart(@Ctx() context: Context, @Body() { reason }: RestartEvidenceDto) {
    const { id, position } = await this.commands.execute(new RestartEvidence(context, reason));
    return answered({ log: Number(id) }, { ids: { log: id }, position });
  }
}
