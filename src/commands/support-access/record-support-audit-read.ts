import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { EVERYWHERE } from '../../access/permissions';
import { deniedAnywhere, notFound, permissionDenied, requireRole } from '../../access/require';
import { supportAuditPlaces } from '../../access/support-audit-places';
import { organization } from '../../domain/organizations/state';
import type { Context } from '../../kernel/context';
import type { Position } from '../../kernel/position';
import type { Refusal } from '../../kernel/refusal';
import { AuditReads } from '../audit/audit-reads';
import { loadCaller } from '../deciding/load-authorized';
import { FactRecorder, type AuthorizationContext } from '../deciding/fact-recorder';

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
      (authorization) => this.judge(authorization, context, organizationId),
      { filter },
    );
    return this.reads.record(context, places, (place) => ({
      type: 'keyledger.audit-read.v1',
      data: { ...(place === undefined ? {} : { organizationId: place }), filter },
    }));
  }

  private async judge(
    authorization: AuthorizationContext,
    context: Context,
    organizationId: string | undefined,
  ): Promise<readonly (string | undefined)[] | Refusal> {
    const standing = await loadCaller(authorization, context);
    const places = standing === undefined ? [] : supportAuditPlaces(standing);
    if (organizationId === undefined) {
      authorization.about('account');
      if (places === EVERYWHERE) return [undefined];
      return places.length === 0 ? deniedAnywhere(standing, 'support_access.manage') : places;
    }
    if ((await authorization.view.load(organization, organizationId)).state.status === 'none') {
      return notFound('organization');
    }
    authorization.about({ organizationId });
    const denied = requireRole(standing, organizationId, 'organization');
    if (denied !== undefined) return denied;
    const mayRead = places === EVERYWHERE || places.includes(organizationId);
    return mayRead ? [organizationId] : permissionDenied('support_access.manage');
  }
}
