import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { requireAuditRead } from '../../access/require-audit-read';
import type { EvidenceRead } from '../../domain/audit-reads/events';
import type { Context } from '../../kernel/context';
import type { Position } from '../../kernel/position';
import { loadCaller } from '../deciding/load-authorized';
import { FactRecorder } from '../deciding/fact-recorder';
import { AuditReads } from './audit-reads';

/** Makes the handing out of leaves a fact, before anything is shown. Needs `pam_audit.read` where they belong. */
export class RecordEvidenceRead extends Command<Position> {
  constructor(
    readonly context: Context,
    readonly leaves: EvidenceRead['data'],
  ) {
    super();
  }
}

@CommandHandler(RecordEvidenceRead)
export class RecordEvidenceReadHandler implements ICommandHandler<RecordEvidenceRead> {
  constructor(
    @Inject(FactRecorder) private readonly recording: FactRecorder,
    @Inject(AuditReads) private readonly reads: AuditReads,
  ) {}

  async execute({ context, leaves }: RecordEvidenceRead): Promise<Position> {
    await this.recording.judge(context, 'keyledger.evidence-read-refused.v1', async (authorization) => {
      const { organizationId } = leaves;
      const caller = await loadCaller(authorization, context);
      authorization.about(organizationId === undefined ? 'account' : { organizationId });
      return requireAuditRead(caller, organizationId) ?? true;
    });
    const place = leaves.organizationId;
    return this.reads.record(context, [place], () => ({ type: 'keyledger.evidence-read.v1', data: leaves }));
  }
}
