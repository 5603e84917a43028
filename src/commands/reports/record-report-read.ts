import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { reportPlaces } from '../../access/report-places';
import type { ReportRead } from '../../domain/audit-reads/events';
import type { Context } from '../../kernel/context';
import type { Position } from '../../kernel/position';
import { AuditReads } from '../audit/audit-reads';
import { judgePlaces, type ReadableBy } from '../audit/judge-places';
import { FactRecorder } from '../deciding/fact-recorder';

/** Which report, in which form, of which span of time. */
type Asked = Omit<ReportRead['data'], 'organizationId'>;

/** Makes the reading of a report a fact, before anything is shown. Needs `pam_audit.read` or `pam_vaults.manage`. */
export class RecordReportRead extends Command<Position> {
  constructor(
    readonly context: Context,
    readonly asked: Asked,
    /** Absent: all the caller may see. */
    readonly organizationId?: string,
  ) {
    super();
  }
}

const READABLE_BY: ReadableBy = { placesOf: reportPlaces, permission: 'pam_audit.read' };

@CommandHandler(RecordReportRead)
export class RecordReportReadHandler implements ICommandHandler<RecordReportRead> {
  constructor(
    @Inject(FactRecorder) private readonly recording: FactRecorder,
    @Inject(AuditReads) private readonly reads: AuditReads,
  ) {}

  async execute({ context, asked, organizationId }: RecordReportRead): Promise<Position> {
    const places = await this.recording.judge(
      context,
      'keyledger.report-read-refused.v1',
      (authorization) => judgePlaces(authorization, context, organizationId, READABLE_BY),
      asked,
    );
    return this.reads.record(context, places, (place) => ({
      type: 'keyledger.report-read.v1',
      data: { ...(place === undefined ? {} : { organizationId: place }), ...asked },
    }));
  }
}
