import type { QueryBus } from '@nestjs/cqrs';
import { KnownNames, type NamesOf } from '../../queries/imports/known-names';
import type { ImportFinding } from './entry';
import { TakenNames } from './taken-names';

/** Something that a line names: with an id where it is there, without one where an earlier line of a dry run would make it. */
export interface NamedPlace {
  readonly name: string;
  readonly id?: string;
}

const several = (what: string): ImportFinding => ({
  code: 'AMBIGUOUS_NAME',
  detail: `Several ${what} have this name.`,
});
const none = (what: string): ImportFinding => ({
  code: 'NOT_FOUND',
  detail: `There is no ${what} of this name, and no earlier line makes one.`,
});

/** What an import knows by name: what was there when it began, and what its lines have made since. */
export class NamedPlaces {
  private readonly places = new Map<string, NamedPlace[]>();
  private readonly within = new Map<string, Promise<TakenNames>>();

  private constructor(private readonly queries: QueryBus) {}

  static async of(queries: QueryBus, organizationId: string): Promise<NamedPlaces> {
    const known = new NamedPlaces(queries);
    for (const what of ['vaults', 'hosts'] as const) {
      for await (const { id, names } of await queries.execute(new KnownNames({ what, organizationId }))) {
        known.add(what, { id, name: names[0] ?? '' });
      }
    }
    return known;
  }

  add(what: 'vaults' | 'hosts', place: NamedPlace): void {
    const key = `${what} ${place.name}`;
    this.places.set(key, [...(this.places.get(key) ?? []), place]);
  }

  has(what: 'vaults' | 'hosts', name: string): boolean {
    return this.places.has(`${what} ${name}`);
  }

  find(what: 'vaults' | 'hosts', name: string): NamedPlace | ImportFinding {
    const found = this.places.get(`${what} ${name}`) ?? [];
    const noun = what === 'vaults' ? 'identity group' : 'host';
    return found.length > 1 ? several(`${noun}s`) : (found[0] ?? none(noun));
  }

  /** Keys of what is in a vault: of identities name and username, of grants principal and level. */
  in(what: 'identities' | 'grants', vault: NamedPlace): Promise<TakenNames> {
    const key = `${what} ${vault.id ?? ` ${vault.name}`}`;
    const found = this.within.get(key) ?? this.load(what, vault);
    this.within.set(key, found);
    return found;
  }

  /** Of the directory: the id, asked for each time, as others change it meanwhile. */
  async principal(what: 'users' | 'groups', name: string): Promise<string | ImportFinding> {
    const ids = await this.all({ what, name });
    const noun = what === 'users' ? 'IDP user' : 'IDP group';
    return ids.length > 1 ? several(`${noun}s`) : (ids[0]?.[0] ?? none(noun));
  }

  private async load(what: 'identities' | 'grants', { id }: NamedPlace): Promise<TakenNames> {
    const known = id === undefined ? [] : await this.all({ what, vaultId: id });
    return new TakenNames(new Set(known.map(([, ...names]) => names.join('\n'))));
  }

  private async all(of: NamesOf): Promise<readonly (readonly string[])[]> {
    const found: (readonly string[])[] = [];
    for await (const { id, names } of await this.queries.execute(new KnownNames(of))) {
      if (names.length > 0) found.push([id, ...names]);
    }
    return found;
  }
}

export const isFinding = (value: object | string): value is ImportFinding =>
  typeof value === 'object' && 'code' in value;
