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
 * make one thing. What was deleted or renamed since keeps its id, and the next one is taken: it is known by its name.
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

/** What has the id, as far as it is known: whether it is there, and by which names. */
interface Known {
  readonly status: string;
  readonly names: readonly string[];
}

const knownAs = async (view: View, kind: FindImportId['kind'], id: string): Promise<Known> => {
  switch (kind) {
    case 'vault': {
      const { status, name } = (await view.load(vault, id)).state;
      return { status, names: [name] };
    }
    case 'host': {
      const { status, name } = (await view.load(host, id)).state;
      return { status, names: [name] };
    }
    case 'identity': {
      const { status, settings } = (await view.load(identity, id)).state;
      return { status, names: [settings.name, settings.username] };
    }
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
    const [, ...asked] = names;
    for (;;) {
      const id = ids.next();
      const known = await knownAs(view, kind, id);
      if (known.status === 'none') return { id, exists: false };
      const isLive = known.status === 'active' || known.status === 'enrolling';
      if (isLive && asked.every((name, n) => name === known.names[n])) return { id, exists: true };
    }
  }
}
