import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { EVERYWHERE, organizationsWith } from '../../access/permissions';
import { deniedAnywhere, requirePermission } from '../../access/require';
import type { Context } from '../../kernel/context';
import { Digest } from '../../kernel/digest';
import { Evidence } from '../../kernel/evidence';
import { refuse } from '../../kernel/refusal';
import { RefusedError } from '../../kernel/refused-error';
import { leafOf } from '../../reports/leaf';
import type { Line, Report, ReportParameters } from '../../reports/report';
import { headerOf, type ReportHeader } from '../../reports/report-header';
import { ReportRun } from '../../reports/report-run';
import { QueryAuthorization } from '../authorization/query-authorization';

/** How long a report waits for a signed checkpoint that covers everything before it was asked for, ms: under load there is one each 5 s. */
const COVERED_WITHIN_MS = 10_000;

const BEHIND = refuse('UNAVAILABLE', 'The tree over the log is being built; ask again in a moment.', {
  retryAfterSeconds: 1,
});
/** A report that is made: what it says of itself, and its rows, which can be read once more. */
export interface MadeReport {
  readonly header: ReportHeader;
  readonly rows: () => AsyncIterable<Line>;
}

/**
 * Makes a report from the facts of the log, up to the fact that tells of its reading. Needs `pam_audit.read`; rows are those of
 * organizations that the caller holds it in, and those of the account where it is held for all. Throws ReportTooLong.
 */
export class MakeReport extends Query<MadeReport> {
  constructor(
    readonly context: Context,
    readonly report: Report,
    readonly asked: Partial<ReportParameters> & { readonly asOf?: string },
    /** The fact that tells of the reading. */
    readonly readAs: string,
  ) {
    super();
  }
}

@QueryHandler(MakeReport)
export class MakeReportHandler implements IQueryHandler<MakeReport> {
  private turn: Promise<unknown> = Promise.resolve();

  constructor(
    @Inject(QueryAuthorization) private readonly asking: QueryAuthorization,
    @Inject(Evidence) private readonly evidence: Evidence,
    @Inject(Digest) private readonly digest: Digest,
  ) {}

  async execute({ context, report, asked, readAs }: MakeReport): Promise<MadeReport> {
    const places = await this.places(context, asked.organizationId);
    // One at a time: each folds the whole log. How many may wait is decided where they come in.
    const made = this.turn.then(() => this.make(report, asked, readAs, places));
    this.turn = made.catch(() => undefined);
    return made;
  }

  private async places(context: Context, organizationId: string | undefined) {
    const { rights } = await this.asking.caller(context);
    const places = organizationsWith(rights, 'pam_audit.read');
    const refusal =
      organizationId === undefined
        ? places.length === 0
          ? deniedAnywhere(rights, 'pam_audit.read')
          : undefined
        : requirePermission(rights, 'pam_audit.read', organizationId, 'organization');
    if (refusal !== undefined) throw new RefusedError(refusal);
    return places;
  }

  private async make(
    report: Report,
    { asOf, ...parameters }: MakeReport['asked'],
    readAs: string,
    places: typeof EVERYWHERE | readonly string[],
  ): Promise<MadeReport> {
    const extent = await this.evidence.extentWith(readAs, COVERED_WITHIN_MS);
    if (extent === undefined) throw new RefusedError(BEHIND);
    const run = new ReportRun([report], this.digest, { parameters, places, ...(asOf === undefined ? {} : { asOf }) });
    for await (const page of this.evidence.facts(extent)) {
      for (const { log, index, fact } of page) await run.take(fact, leafOf(log, index));
    }
    const shown = places === EVERYWHERE || parameters.organizationId !== undefined ? undefined : places;
    const header = await headerOf(run, report, extent, shown);
    return { header, rows: () => run.rows(report.id) };
  }
}
