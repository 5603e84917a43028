import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { organizationsWith } from '../../access/permissions';
import { reportPlaces } from '../../access/report-places';
import type { ReportRead } from '../../domain/audit-reads/events';
import type { Context } from '../../kernel/context';
import { AuditReads } from '../audit/audit-reads';
import { judgePlaces, type ReadableBy } from '../audit/judge-places';
import { FactRecorder, type RecordedFact } from '../deciding/fact-recorder';

/** Which report, in which form, of which span of time. */
type Asked = Omit<ReportRead['data'], 'organizationId'>;

/**
 * Makes the reading of a report a fact, before anything is shown. Needs `pam_audit.read`; for the incidents of broken glass
 * `pam_vaults.manage` will do.
 */
export class RecordReportRead extends Command<RecordedFact> {
  constructor(
    readonly context: Context,
    readonly asked: Asked,
    /** Absent: all the caller may see. */
    readonly organizationId?: string,
  ) {
    super();
  }
}

const readableBy = ({ report }: Asked): ReadableBy => ({
  placesOf: report === 'break-glass' ? reportPlaces : (caller) => organizationsWith(caller, 'pam_audit.read'),
  permission: 'pam_audit.read',
});

@CommandHandler(RecordReportRead)
export class RecordReportReadHandler implements ICommandHandler<RecordReportRead> {
  constructor(
    @Inject(FactRecorder) private readonly recording: FactRecorder,
    @Inject(AuditReads) private readonly reads: AuditReads,
  ) {}

  async execute({ context, asked, organizationId }: RecordReportRead): Promise<RecordedFact> {
    const places = await this.recording.judge(
      context,
      'keyledger.report-read-refused.v1',
      (authorization) => judgePlaces(authorization, context, organizationId, readableBy(asked)),
      asked,
    );
    return this.reads.tell(context, places, (place) => ({
      type: 'keyledger.report-read.v1',
      data: { ...(place === undefined ? {} : { organizationId: place }), ...asked },
    }));
  }
}
