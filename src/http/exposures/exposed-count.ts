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

  async of(person: CountedPerson, position: Position): Promise<{ readonly exposed: number }> {
    const ask = () => this.queries.execute(new CountExposed(person));
    return { exposed: await this.consistency.afterWrite(position, ['exposures', 'identities'], ask) };
  }
}
