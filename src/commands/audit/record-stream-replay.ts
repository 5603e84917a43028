import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { organizationOf, requireReplay } from '../../access/replaying';
import type { Context } from '../../kernel/context';
import type { Position } from '../../kernel/position';
import type { RecordedEvent } from '../../kernel/recorded-event';
import type { Refusal } from '../../kernel/refusal';
import { StreamReader } from '../../kernel/stream-reader';
import { loadCaller } from '../deciding/load-authorized';
import { FactRecorder, type AuthorizationContext } from '../deciding/fact-recorder';
import { AuditReads } from './audit-reads';

/** Makes the replay of a stream a fact, before anything is shown. Needs `pam_audit.read` where the stream's facts belong. */
export class RecordStreamReplay extends Command<Position> {
  constructor(
    readonly context: Context,
    readonly stream: string,
    readonly fromRevision: number,
  ) {
    super();
  }
}

@CommandHandler(RecordStreamReplay)
export class RecordStreamReplayHandler implements ICommandHandler<RecordStreamReplay> {
  constructor(
    @Inject(FactRecorder) private readonly recording: FactRecorder,
    @Inject(AuditReads) private readonly reads: AuditReads,
    @Inject(StreamReader) private readonly reader: StreamReader,
  ) {}

  async execute({ context, stream, fromRevision }: RecordStreamReplay): Promise<Position> {
    const facts = await this.reader.page(stream, 0, 1, 'forwards');
    const place = facts[0] && organizationOf(facts[0]);
    await this.recording.judge(
      context,
      'keyledger.stream-replay-refused.v1',
      (authorization) => this.judge(authorization, context, facts, place),
      { stream },
    );
    return this.reads.record(context, [place], (organizationId) => ({
      type: 'keyledger.stream-replayed.v1',
      data: { ...(organizationId === undefined ? {} : { organizationId }), stream, fromRevision },
    }));
  }

  private async judge(
    authorization: AuthorizationContext,
    context: Context,
    facts: readonly RecordedEvent[],
    organizationId: string | undefined,
  ): Promise<undefined | Refusal> {
    if (facts.length > 0) {
      authorization.about(organizationId === undefined ? 'account' : { organizationId });
    }
    return requireReplay(await loadCaller(authorization, context), facts);
  }
}
