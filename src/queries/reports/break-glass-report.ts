import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { SessionDocument } from '../../../projections/sessions/document';
import { EVERYWHERE } from '../../access/permissions';
import { reportPlaces } from '../../access/report-places';
import { deniedAnywhere, requirePermission } from '../../access/require';
import type { Context } from '../../kernel/context';
import type { PageKey } from '../../kernel/page';
import type { Condition } from '../../kernel/read-model';
import { ReadModels } from '../../kernel/read-models';
import { RefusedError } from '../../kernel/refused-error';
import { QueryAuthorization, type QueryContext } from '../authorization/query-authorization';
import { sessionViewOf } from '../sessions/session-view';
import { missingOf, type Incident } from './incident';
import { IncidentFacts } from './incident-facts';
import { rotatedAfter } from '../../reports/rotated-after';

export interface ReportSpan {
  readonly organizationId?: string;
  /** RFC 3339 UTC with milliseconds, inclusive. */
  readonly from?: string;
  /** Exclusive. */
  readonly to?: string;
}

/** Incidents as they come, some at a time: a report of any size needs the memory of one page. */
export type IncidentPages = AsyncIterable<readonly Incident[]>;

/**
 * Every break-glass of a span of time: those of which something is missing first, in each half the newest first. Needs
 * `pam_audit.read` or `pam_vaults.manage`; to be asked only once the reading itself is a fact. `after`: where to go on.
 */
export class BreakGlassReport extends Query<IncidentPages> {
  constructor(
    readonly context: Context,
    readonly span: ReportSpan,
    readonly after?: PageKey,
  ) {
    super();
  }
}

const PAGE = 20;

const secondsBetween = (from: string, to: string): number => Math.round((Date.parse(to) - Date.parse(from)) / 1000);
const HALVES = ['exceptions', 'complete'] as const;

/** Where in the report an incident stands. */
export const incidentKey = ({ missing, checkedOutAt, sessionId }: Incident): PageKey => ({
  value: `${missing.length > 0 ? 'exceptions' : 'complete'} ${checkedOutAt}`,
  id: sessionId,
});

@QueryHandler(BreakGlassReport)
export class BreakGlassReportHandler implements IQueryHandler<BreakGlassReport> {
  constructor(
    @Inject(QueryAuthorization) private readonly asking: QueryAuthorization,
    @Inject(ReadModels) private readonly models: ReadModels,
    @Inject(IncidentFacts) private readonly facts: IncidentFacts,
  ) {}

  /** Judged before it answers; the pages are read as they are taken. */
  async execute({ context, span, after }: BreakGlassReport): Promise<IncidentPages> {
    const caller = await this.asking.caller(context);
    const { from, to } = span;
    const where: readonly Condition[] = [
      ...this.scope(caller, span.organizationId),
      { field: 'breakGlass', is: true },
      ...(from === undefined ? [] : [{ field: 'checkedOutAt', atLeast: from }]),
      ...(to === undefined ? [] : [{ field: 'checkedOutAt', below: to }]),
    ];
    return this.pages(where, caller.now, after);
  }

  private scope({ rights }: QueryContext, organizationId: string | undefined): readonly Condition[] {
    const places = reportPlaces(rights);
    if (organizationId === undefined) {
      if (places === EVERYWHERE) return [];
      if (places.length === 0) throw new RefusedError(deniedAnywhere(rights, 'pam_audit.read'));
      return [{ field: 'organizationId', in: places }];
    }
    if (places !== EVERYWHERE && !places.includes(organizationId)) {
      const refusal = requirePermission(rights, 'pam_audit.read', organizationId, 'organization');
      if (refusal !== undefined) throw new RefusedError(refusal);
    }
    return [{ field: 'organizationId', is: organizationId }];
  }

  private async *pages(where: readonly Condition[], now: string, start?: PageKey): AsyncGenerator<readonly Incident[]> {
    const [startHalf = HALVES[0], startAt = ''] = String(start?.value ?? '')
      .split(' ')
      .filter(Boolean);
    for (const half of HALVES.slice(HALVES.findIndex((each) => each === startHalf))) {
      let after = start !== undefined && half === startHalf ? { value: startAt, id: start.id } : undefined;
      for (;;) {
        const page = await this.models.readModel<SessionDocument>('sessions').find({
          where,
          order: { by: 'checkedOutAt', descending: true },
          limit: PAGE,
          ...(after === undefined ? {} : { after }),
        });
        const incidents = await Promise.all(page.map((session) => this.incident(session, now)));
        const wanted = incidents.filter(({ missing }) => missing.length > 0 === (half === 'exceptions'));
        if (wanted.length > 0) yield wanted;
        const last = page.at(-1);
        if (page.length < PAGE || last === undefined) break;
        after = { value: last.checkedOutAt, id: last.id };
      }
    }
  }

  private async incident(document: SessionDocument, now: string): Promise<Incident> {
    const view = sessionViewOf(document, now);
    const { id: sessionId, identityId, identityGroupId, organizationId, userId, userEmail, reason } = view;
    const { checkedOutAt, expiresAt, endedAt, endedBy, review = { status: 'open' } } = view;
    const { begun, ended, raised, reminders, shown } = await this.facts.own(document);
    const rotatedAt = ended && rotatedAfter({ userId, shown }, await this.facts.replacements(ended));
    const incident = {
      sessionId,
      identityId,
      identityGroupId,
      organizationId,
      userId,
      userEmail,
      reason,
      ...(begun && (await this.facts.beginning(begun))),
      checkedOutAt,
      expiresAt,
      ...(endedAt && { endedAt, heldSeconds: secondsBetween(checkedOutAt, endedAt) }),
      ...(endedBy && { endedBy }),
      overlapped: await this.facts.overlapped(document, now),
      notified: raised ? await this.facts.told(raised) : [],
      ...(rotatedAt && { rotatedAt }),
      review,
      reminders,
    };
    return { ...incident, missing: missingOf(incident) };
  }
}
