import { Inject, Injectable } from '@nestjs/common';
import type { NamedKind } from '../../kernel/named-thing';
import type { ReadModel } from '../../kernel/read-model';
import { ReadModels } from '../../kernel/read-models';

interface Named {
  readonly id: string;
  readonly name?: string;
  readonly displayName?: string;
  readonly email?: string;
}

/** Where the present name of a thing stands, and which of its fields it is. */
const NAMES: Readonly<Record<NamedKind, readonly [model: string, name: (thing: Named) => string | undefined]>> = {
  organization: ['organizations', ({ name }) => name],
  vault: ['vaults', ({ name }) => name],
  identity: ['identities', ({ name }) => name],
  host: ['hosts', ({ name }) => name],
  // A machine has no address: it is known by what it was called.
  user: ['users', ({ email, displayName }) => email ?? displayName],
  'idp-user': ['idp_users', ({ displayName }) => displayName],
  'idp-group': ['idp_groups', ({ name }) => name],
};

/** The most things asked for in one question. */
const MOST_AT_ONCE = 200;

/** The read model in which things of this kind have their names. */
export const modelOfNames = (kind: NamedKind): string => NAMES[kind][0];

const found = async (model: ReadModel<Named>, ids: readonly string[]): Promise<readonly Named[]> => {
  const [first] = ids;
  if (first === undefined) return [];
  if (ids.length > 1) return model.find({ where: [{ field: 'id', in: ids }], limit: ids.length });
  const only = await model.get(first);
  return only === undefined ? [] : [only];
};

/** What things are called now, for answers that show their ids. Whoever may see the id may see the name. */
@Injectable()
export class CurrentNames {
  constructor(@Inject(ReadModels) private readonly models: ReadModels) {}

  /** The names of these things of one kind, by id; what is gone, or not to be read yet, has none. */
  async of(kind: NamedKind, ids: ReadonlySet<string>): Promise<ReadonlyMap<string, string>> {
    const [name, nameOf] = NAMES[kind];
    const model = this.models.readModel<Named>(name);
    const names = new Map<string, string>();
    const wanted = [...ids];
    for (let from = 0; from < wanted.length; from += MOST_AT_ONCE) {
      for (const thing of await found(model, wanted.slice(from, from + MOST_AT_ONCE))) {
        const its = nameOf(thing);
        if (its !== undefined) names.set(thing.id, its);
      }
    }
    return names;
  }
}
