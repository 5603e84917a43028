import { ForExcel } from './excel';
import { FilterId } from '../platform/validation/common';
import { ListOf } from '../platform/validation/list-of';
import { OneOf } from '../platform/validation/one-of';
import { Optional } from '../platform/validation/optional';
import { Cursor, Limit, PageQuery } from '../platform/validation/page-query';
import { Text, text } from '../platform/validation/text';
import { UtcTimeBound } from '../platform/validation/utc-time';

/** As many as are worth an index look-up each. */
const MOST_TYPES = 50;

type Outcome = 'success' | 'refused';
type Order = 'asc' | 'desc';

/** What of the audit trail is wanted. */
export class AuditFilterQuery {
  @Optional() @FilterId('organization') organizationId?: string;
  @Optional() @FilterId('vault') identityGroupId?: string;
  @Optional() @FilterId('identity') identityId?: string;
  @Optional() @FilterId('session') sessionId?: string;
  @Optional() @FilterId('host') hostId?: string;
  @Optional()
  @Text({
    max: 254,
    description:
      "A user's id or e-mail, or a policy's or agent's name. One that nobody has is refused with the nearest there is; to who may read some organizations only there are those who acted there or have a role there.",
  })
  actor?: string;
  @Optional()
  @ListOf(text({ max: 100 }), {
    min: 1,
    max: MOST_TYPES,
    description: 'A wire name, such as keyledger.identity-checked-out.v1; given several times: one of them.',
  })
  type?: string[];
  @Optional()
  @OneOf(['success', 'refused'], { description: 'Only what was done, or only what was refused.' })
  outcome?: Outcome;
  @Optional() @Text({ max: 200, description: 'All that followed from one request.' }) correlationId?: string;
  @Optional()
  @Text({ max: 200, description: 'What followed directly from an event or a request.' })
  causationId?: string;
  @Optional() @UtcTimeBound({ description: 'Not before this time.' }) from?: string;
  @Optional() @UtcTimeBound({ description: 'Before this time.' }) to?: string;
  @Optional() @OneOf(['asc', 'desc'], { description: 'Newest first where it is absent.' }) order?: Order;
}

export class AuditQuery extends AuditFilterQuery {
  @Limit() limit = 50;
  @Cursor() cursor?: string;
}

export class ExportQuery extends AuditFilterQuery {
  @OneOf(['jsonl', 'csv', 'ocsf', 'cef'], { description: 'A fact a line, a table, or what a SIEM reads.' })
  format!: 'jsonl' | 'csv' | 'ocsf' | 'cef';
  @Optional() @ForExcel() bom?: '1';
}

export class StreamQuery extends PageQuery {}
