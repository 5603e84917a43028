import { Inject, Injectable } from '@nestjs/common';
import { policy, type Parked } from '../../domain/policies/state';
import { StreamReader } from '../../kernel/stream-reader';

/** What policies have gone on without, as their streams say. */
@Injectable()
export class ParkedEvents {
  constructor(@Inject(StreamReader) private readonly reader: StreamReader) {}

  /** In the order parked. Throws what the store's reads throw. */
  async of(name: string): Promise<readonly Parked[]> {
    const { state } = await (await this.reader.fresh()).load(policy, name);
    return Object.values(state.parked);
  }
}
