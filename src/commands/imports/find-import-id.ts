import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { host } from '../../domain/hosts/state';
import { identity } from '../../domain/identities/evolve';
import { vault } from '../../domain/vaults/state';
import { SeededIds } from '../../kernel/seeded-ids';
import { StreamReader, type View } from '../../kernel/stream-reader';

export interface ImportId {
  readonly id: string;
  /** It was made before, by this import or by one like it. */
  readonly exists: boolean;
}

/**
 * The id that what is named so gets when it is imported: the same on every node and at every try, so that two imports of one file
 * make one thing. What was deleted since leaves its id, and the next one is taken.
 */
export class FindImportId extends Command<ImportId> {
  constructor(
    readonly kind: 'vault' | 'host' | 'identity',
    /** Organization and name; of an identity its vault, name and username. */
    readonly names: readonly string[],
  ) {
    super();
  }
}

const statusOf = async (view: View, kind: FindImportId['kind'], id: string): Promise<string> => {
  switch (kind) {
    case 'vault':
      return (await view.load(vault, id)).state.status;
    case 'host':
      return (await view.load(host, id)).state.status;
    case 'identity':
      return (await view.load(identity, id)).state.status;
  }
};

@CommandHandler(FindImportId)
export class FindImportIdHandler implements ICommandHandler<FindImportId> {
  constructor(
    @Inject(StreamReader) private readonly reader: StreamReader,
    @Inject(SeededIds) private readonly seeded: SeededIds,
  ) {}

  async execute({ kind, names }: FindImportId): Promise<ImportId> {
    const view = await this.reader.fresh();
    const ids = this.seeded.from(JSON.stringify(['import', kind, ...names]));
    for (;;) {
      const id = ids.next();
      const status = await statusOf(view, kind, id);
      if (status === 'none') return { id, exists: false };
      if (status === 'active' || status === 'enrolling') return { id, exists: true };
    }
  }
}
