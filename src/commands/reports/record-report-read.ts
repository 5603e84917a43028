import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { EVERYWHERE } from '../../access/permissions';
import { reportPlaces } from '../../access/report-places';
import { deniedAnywhere, notFound, permissionDenied, requireRole } from '../../access/require';
import type { ReportRead } from '../../domain/audit-reads/events';
import { organization } from '../../domain/organizations/state';
import type { Context } from '../../kernel/context';
import type { Position } from '../../kernel/position';
import type { Refusal } from '../../kernel/refusal';
import { AuditReads } from '../audit/audit-reads';
import { loadCaller } from '../deciding/load-authorized';
import { FactRecorder, type AuthorizationContext } from '../deciding/fact-recorder';

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
      (authorization) => this.judge(authorization, context, organizationId),
      asked,
    );
    return this.reads.record(context, places, (place) => ({
      type: 'keyledger.report-read.v1',
      data: { ...(place === undefined ? {} : { organizationId: place }), ...asked },
    }));
  }

  /** The organizations that are looked into; undefined among them: the account. */
  private async judge(
    authorization: AuthorizationContext,
    context: Context,
    organizationId: string | undefined,
  ): Promise<readonly (string | undefined)[] | Refusal> {
    const standing = await loadCaller(authorization, context);
    const places = standing === undefined ? [] : reportPlaces(standing);
    if (organizationId === undefined) {
      authorization.about('account');
      if (places === EVERYWHERE) return [undefined];
      return places.length === 0 ? deniedAnywhere(standing, 'pam_audit.read') : places;
    }
    // What happened in a deleted organization stays to be read.
    if ((await authorization.view.load(organization, organizationId)).state.status === 'none') {
      return notFound('organization');
    }
    authorization.about({ organizationId });
    const denied = requireRole(standing, organizationId, 'organization');
    if (denied !== undefined) return denied;
    const mayRead = places === EVERYWHERE || places.includes(organizationId);
    return mayRead ? [organizationId] : permissionDenied('pam_audit.read');
  }
}
