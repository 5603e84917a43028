import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { evidenceState } from '../../access/evidence-state';
import { organizationsWith } from '../../access/permissions';
import { requireAuditRead } from '../../access/require-audit-read';
import { deniedAnywhere } from '../../access/require';
import type { Context } from '../../kernel/context';
import { RefusedError } from '../../kernel/refused-error';
import { QueryAuthorization } from '../authorization/query-authorization';

export interface EvidenceBundleView {
  readonly id: string;
  readonly status: 'making' | 'made' | 'failed';
  readonly log: number;
  /** Facts of the tree whose checkpoint is in it. */
  readonly size: number;
  readonly organizationId?: string;
  readonly from?: string;
  readonly to?: string;
  readonly bytes?: number;
  readonly sha256?: string;
  readonly requestedBy: string;
  readonly requestedAt: string;
}

/** The newest hundred bundles, of those that the caller may fetch, the newest first. Needs `pam_audit.read` somewhere. */
export class ListEvidenceBundles extends Query<readonly EvidenceBundleView[]> {
  constructor(readonly context: Context) {
    super();
  }
}

@QueryHandler(ListEvidenceBundles)
export class ListEvidenceBundlesHandler implements IQueryHandler<ListEvidenceBundles> {
  constructor(@Inject(QueryAuthorization) private readonly asking: QueryAuthorization) {}

  async execute({ context }: ListEvidenceBundles): Promise<readonly EvidenceBundleView[]> {
    const { rights, view } = await this.asking.caller(context);
    if (organizationsWith(rights, 'pam_audit.read').length === 0) {
      throw new RefusedError(deniedAnywhere(rights, 'pam_audit.read'));
    }
    const { bundles } = await evidenceState(view);
    return bundles
      .filter(({ organizationId }) => requireAuditRead(rights, organizationId) === undefined)
      .map(({ bundleId: id, ...bundle }) => ({ id, ...bundle }))
      .toReversed();
  }
}
