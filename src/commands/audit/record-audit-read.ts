import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { EVERYWHERE, organizationsWith } from '../../access/permissions';
import { deniedAnywhere, notFound, requirePermission } from '../../access/require';
import type { AuditQuestion, AuditReadEvent } from '../../domain/audit-reads/events';
import { organization } from '../../domain/organizations/state';
import type { Context } from '../../kernel/context';
import type { Position } from '../../kernel/position';
import { isRefusal, type Refusal } from '../../kernel/refusal';
import { loadCaller } from '../deciding/load-authorized';
import { FactRecorder, type AuthorizationContext } from '../deciding/fact-recorder';
import { AuditReads } from './audit-reads';

/** How the audit is looked into. */
export type AuditReadKind = { readonly as: 'page' } | { readonly as: 'export'; readonly format: 'jsonl' | 'csv' };

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
      (authorization) => this.judge(authorization, context, organizationId),
      { filter: question },
    );
    return this.reads.record(context, places, (place) => factOf(question, looking, place));
  }

  /** The organizations that are looked into; undefined among them: the account. */
  private async judge(
    authorization: AuthorizationContext,
    context: Context,
    organizationId: string | undefined,
  ): Promise<readonly (string | undefined)[] | Refusal> {
    const standing = await loadCaller(authorization, context);
    if (organizationId === undefined) {
      authorization.about('account');
      const allowed = standing === undefined ? [] : organizationsWith(standing, 'pam_audit.read');
      if (allowed === EVERYWHERE) {
        return [undefined];
      }
      return allowed.length === 0 ? deniedAnywhere(standing, 'pam_audit.read') : allowed;
    }
    // The audit of a deleted organization stays to be read.
    const { state } = await authorization.view.load(organization, organizationId);
    if (state.status === 'none') {
      return notFound('organization');
    }
    authorization.about({ organizationId });
    const refusal = requirePermission(standing, 'pam_audit.read', organizationId, 'organization');
    return isRefusal(refusal) ? refusal : [organizationId];
  }
}
