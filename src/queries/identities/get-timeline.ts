import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { AuditDocument } from '../../../projections/audit-trail/document';
import type { Actor } from '../../kernel/actor';
import type { Context } from '../../kernel/context';
import { entryOf } from '../../kernel/entry-of';
import { cutPage, type Page, type PageRequest } from '../../kernel/page';
import { ReadModels } from '../../kernel/read-models';
import { auditEntry, type AuditEntry } from '../audit/audit-entry';
import { NamesOfEntries } from '../audit/entry-names';
import { FindIdentity } from './find-identity';
import { TIMELINE_WORDS } from './timeline-words';

/** Something that happened to an identity. Names are as they were at that moment. */
export interface TimelineEntry extends Pick<
  AuditEntry,
  | 'id'
  | 'type'
  | 'time'
  | 'reason'
  | 'durationMinutes'
  | 'breakGlass'
  | 'sessionId'
  | 'hostId'
  | 'hostName'
  | 'userEmail'
> {
  /** What happened, in words. */
  readonly title: string;
  readonly by: Actor;
}

/**
 * What happened to an identity, newest first: what stands in the log of it, but for refused attempts, addresses and what is for
 * the audit alone. Needs `pam_vaults.view` in its organization.
 */
export class GetTimeline extends Query<Page<TimelineEntry>> {
  constructor(
    readonly context: Context,
    readonly identityId: string,
    readonly page: PageRequest,
  ) {
    super();
  }
}

const SHOWN = ['reason', 'durationMinutes', 'breakGlass', 'sessionId', 'hostId', 'hostName', 'userEmail'] as const;

const shown = (entry: AuditEntry): Pick<AuditEntry, (typeof SHOWN)[number]> =>
  Object.fromEntries(SHOWN.flatMap((name) => (entry[name] === undefined ? [] : [[name, entry[name]]])));

@QueryHandler(GetTimeline)
export class GetTimelineHandler implements IQueryHandler<GetTimeline> {
  constructor(
    @Inject(FindIdentity) private readonly identities: FindIdentity,
    @Inject(ReadModels) private readonly models: ReadModels,
    @Inject(NamesOfEntries) private readonly names: NamesOfEntries,
  ) {}

  async execute({ context, identityId, page }: GetTimeline): Promise<Page<TimelineEntry>> {
    await this.identities.find(context, identityId);
    const found = await this.models.readModel<AuditDocument>('audit_trail').find({
      where: [
        { field: 'identityId', is: identityId },
        { field: 'type', in: Object.keys(TIMELINE_WORDS) },
        { field: 'outcome', is: 'success' },
      ],
      order: { by: 'id', descending: true },
      limit: page.limit + 1,
      ...(page.after === undefined ? {} : { after: page.after }),
    });
    const { items, ...rest } = cutPage(found, page.limit, ({ id }) => ({ value: id, id }));
    const names = await this.names.of(items);
    const entries = items.map((item, n) => auditEntry(item, names[n] ?? {}));
    return {
      ...rest,
      items: entries.map((entry) => {
        const { id, type, time, actor: by } = entry;
        return { id, time, type, title: entryOf(TIMELINE_WORDS, type) ?? type, by, ...shown(entry) };
      }),
    };
  }
}
