import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { supportAuditPlaces } from '../../access/support-audit-places';
import type { Context } from '../../kernel/context';
import type { Position } from '../../kernel/position';
import { AuditReads } from '../audit/audit-reads';
import { judgePlaces, type ReadableBy } from '../audit/judge-places';
import { FactRecorder } from '../deciding/fact-recorder';

/** Makes a look into what was done about support access a fact, before anything is shown. */
export class RecordSupportAuditRead extends Command<Position> {
  constructor(
    readonly context: Context,
    readonly types: readonly string[],
    /** Absent: all the caller may see. */
    readonly organizationId?: string,
  ) {
    super();
  }
}

const READABLE_BY: ReadableBy = { placesOf: supportAuditPlaces, permission: 'support_access.manage' };

@CommandHandler(RecordSupportAuditRead)
export class RecordSupportAuditReadHandler implements ICommandHandler<RecordSupportAuditRead> {
  constructor(
    @Inject(FactRecorder) private readonly recording: FactRecorder,
    @Inject(AuditReads) private readonly reads: AuditReads,
  ) {}

  async execute({ context, types, organizationId }: RecordSupportAuditRead): Promise<Position> {
    const filter = { types, order: 'desc' };
    const places = await this.recording.judge(
      context,
      'keyledger.audit-read-refused.v1',
      (authorization) => judgePlaces(authorization, context, organizationId, READABLE_BY),
      { filter },
    );
    return this.reads.record(context, places, (place) => ({
      type: 'keyledger.audit-read.v1',
      data: { ...(place === undefined ? {} : { organizationId: place }), filter },
    }));
  }
}
