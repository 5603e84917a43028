import { Inject, Injectable } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { Position } from '../../kernel/position';
import { CountExposed, type CountedPerson } from '../../queries/exposures/count-exposed';
import { ReadAfterWrite } from '../consistency/read-after-write';

/** What the answer says that switches somebody off: how many values in force that user knows. */
@Injectable()
export class ExposedCount {
  constructor(
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(ReadAfterWrite) private readonly consistency: ReadAfterWrite,
  ) {}

  /** Nothing while the read models that know it are behind: that is no reason to leave somebody switched on. */
  async of(person: CountedPerson, position: Position): Promise<{ readonly exposed?: number }> {
    if (!(await this.consistency.haveReached(position, ['exposures', 'identities']))) return {};
    return { exposed: await this.queries.execute(new CountExposed(person)) };
  }
}
