import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { organizationsWith } from '../../access/permissions';
import type { AuditQuestion, AuditReadEvent } from '../../domain/audit-reads/events';
import type { Context } from '../../kernel/context';
import type { Position } from '../../kernel/position';
import { FactRecorder } from '../deciding/fact-recorder';
import { AuditReads } from './audit-reads';
import { judgePlaces, type ReadableBy } from './judge-places';

/** How the audit is looked into. */
export type AuditReadKind =
  { readonly as: 'page' } | { readonly as: 'export'; readonly format: 'jsonl' | 'csv' | 'ocsf' | 'cef' };

/** Makes a look into the audit a fact, before anything is shown. Needs `pam_audit.read`. */
export class RecordAuditRead extends Command<Position> {
  constructor(
    readonly context: Context,
    /** Absent: all the caller may see. */
    readonly organizationId: string | undefined,
    readonly question: AuditQuestion,
    readonly looking: AuditReadKind,
  ) {
    super();
  }
}

const factOf = (filter: AuditQuestion, looking: AuditReadKind, organizationId?: string): AuditReadEvent => {
  const data = { ...(organizationId === undefined ? {} : { organizationId }), filter };
  return looking.as === 'page'
    ? { type: 'keyledger.audit-read.v1', data }
    : { type: 'keyledger.audit-exported.v1', data: { ...data, format: looking.format } };
};

const READABLE_BY: ReadableBy = {
  placesOf: (caller) => organizationsWith(caller, 'pam_audit.read'),
  permission: 'pam_audit.read',
};

@CommandHandler(RecordAuditRead)
export class RecordAuditReadHandler implements ICommandHandler<RecordAuditRead> {
  constructor(
    @Inject(FactRecorder) private readonly recording: FactRecorder,
    @Inject(AuditReads) private readonly reads: AuditReads,
  ) {}

  async execute({ context, organizationId, question, looking }: RecordAuditRead): Promise<Position> {
    const places = await this.recording.judge(
      context,
      looking.as === 'page' ? 'keyledger.audit-read-refused.v1' : 'keyledger.audit-export-refused.v1',
      (authorization) => judgePlaces(authorization, context, organizationId, READABLE_BY),
      { filter: question },
    );
    return this.reads.record(context, places, (place) => factOf(question, looking, place));
  }
}
