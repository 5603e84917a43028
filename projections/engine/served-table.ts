import type { Condition, FindOptions, ReadModel } from '../../src/kernel/read-model';
import type { BuildTable } from '../../src/kernel/read-store';
import { ReadModelBehind } from '../../src/kernel/store-errors';

/** What queries ask of a read model: whichever build is served when they ask. */
export abstract class ServedTable<D> implements ReadModel<D> {
  protected servedTable: BuildTable<D> | undefined;

  abstract get name(): string;

  get(id: string): Promise<D | undefined> {
    return this.present().get(id);
  }

  find(options: FindOptions): Promise<readonly D[]> {
    return this.present().find(options);
  }

  count(where: readonly Condition[]): Promise<number> {
    return this.present().count(where);
  }

  private present(): BuildTable<D> {
    if (this.servedTable === undefined) throw new ReadModelBehind(this.name, 'is not there yet');
    return this.servedTable;
  }
}
