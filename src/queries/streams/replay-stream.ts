import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { requireReplay } from '../../access/replaying';
import type { Context } from '../../kernel/context';
import { cutPage, type Page, type PageRequest } from '../../kernel/page';
import type { RecordedEvent } from '../../kernel/recorded-event';
import { RefusedError } from '../../kernel/refused-error';
import { StreamReader } from '../../kernel/stream-reader';
import { QueryAuthorization } from '../authorization/query-authorization';

/** A stream's facts as stored, oldest first. Needs `pam_audit.read`; to be asked only once the replay itself is a fact. */
export class ReplayStream extends Query<Page<RecordedEvent>> {
  constructor(
    readonly context: Context,
    readonly stream: string,
    readonly page: PageRequest,
  ) {
    super();
  }
}

@QueryHandler(ReplayStream)
export class ReplayStreamHandler implements IQueryHandler<ReplayStream> {
  constructor(
    @Inject(QueryAuthorization) private readonly asking: QueryAuthorization,
    @Inject(StreamReader) private readonly reader: StreamReader,
  ) {}

  async execute({ context, stream, page }: ReplayStream): Promise<Page<RecordedEvent>> {
    const { rights } = await this.asking.caller(context);
    const from = page.after === undefined ? 0 : Number(page.after.value) + 1;
    const [first, found] = await Promise.all([
      this.reader.page(stream, 0, 1, 'forwards'),
      this.reader.page(stream, from, page.limit + 1, 'forwards'),
    ]);
    const refusal = requireReplay(rights, [...first, ...found]);
    if (refusal !== undefined) {
      throw new RefusedError(refusal);
    }
    return cutPage(found, page.limit, ({ revision, id }) => ({ value: revision, id }));
  }
}
