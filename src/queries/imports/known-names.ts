import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { AccessDocument } from '../../../projections/access/document';
import type { HostDocument } from '../../../projections/hosts/document';
import type { IdentityDocument } from '../../../projections/identities/document';
import type { IdpGroupDocument } from '../../../projections/idp-groups/document';
import type { IdpUserDocument } from '../../../projections/idp-users/document';
import type { VaultDocument } from '../../../projections/vaults/document';
import { Clock } from '../../kernel/clock';
import { foldEmail } from '../../kernel/fold-email';
import type { Condition } from '../../kernel/read-model';
import { ReadModels } from '../../kernel/read-models';
import { timestamp } from '../../kernel/time';

/** Something that has a name, by its id. */
export interface KnownName {
  readonly id: string;
  readonly names: readonly string[];
}

/** What there is already, as an import knows it: by name. Of the directory, by a name that is asked for. */
export type NamesOf =
  | { readonly what: 'vaults' | 'hosts'; readonly organizationId: string }
  | { readonly what: 'identities' | 'grants'; readonly vaultId: string }
  | { readonly what: 'users' | 'groups'; readonly name: string };

/** For an import alone, which tells nobody of a name before its line was judged. */
export class KnownNames extends Query<AsyncIterable<KnownName>> {
  constructor(readonly of: NamesOf) {
    super();
  }
}

/** Read in one turn of the event loop; more would hold up everybody else's requests. */
const PAGE = 200;
const LIVE = ['active', 'enrolling'];

@QueryHandler(KnownNames)
export class KnownNamesHandler implements IQueryHandler<KnownNames> {
  constructor(
    @Inject(ReadModels) private readonly models: ReadModels,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async execute({ of }: KnownNames): Promise<AsyncIterable<KnownName>> {
    const now = timestamp(this.clock.now());
    switch (of.what) {
      case 'vaults':
      case 'hosts':
        return this.all<VaultDocument | HostDocument>(
          of.what,
          [{ field: 'organizationId', is: of.organizationId }],
          ({ name }) => [name],
        );
      case 'identities':
        return this.all<IdentityDocument>(
          'identities',
          [
            { field: 'identityGroupId', is: of.vaultId },
            { field: 'state', in: LIVE },
          ],
          ({ name, username }) => [name, username],
        );
      case 'grants':
        return this.all<AccessDocument>(
          'access',
          [{ field: 'identityGroupId', is: of.vaultId }],
          ({ principalId, level, expiresAt }) =>
            expiresAt === undefined || expiresAt > now ? [principalId, level] : [],
        );
      case 'users':
        return this.inDirectory<IdpUserDocument>(
          'idp_users',
          of.name,
          ({ email }) => foldEmail(email) === foldEmail(of.name),
        );
      case 'groups':
        return this.inDirectory<IdpGroupDocument>('idp_groups', of.name, ({ name }) => name === of.name);
    }
  }

  private async *all<D extends { readonly id: string }>(
    name: string,
    where: readonly Condition[],
    names: (document: D) => readonly string[],
    word?: string,
  ): AsyncIterable<KnownName> {
    const model = this.models.readModel<D>(name);
    for (let last: D | undefined; ;) {
      const after = last === undefined ? {} : { after: { value: last.id, id: last.id } };
      const page = await model.find({ where, limit: PAGE, ...after, ...(word === undefined ? {} : { word }) });
      for (const document of page) yield { id: document.id, names: names(document) };
      last = page.at(-1);
      if (page.length < PAGE) return;
      // Reading a file ends within the turn, and so does taking the names.
      await new Promise(setImmediate);
    }
  }

  private async *inDirectory<D extends { readonly id: string }>(
    name: string,
    asked: string,
    fits: (document: D) => boolean,
  ): AsyncIterable<KnownName> {
    const where = [{ field: 'directory', is: 'directory' }];
    const found = this.all<D>(name, where, (document) => (fits(document) ? [asked] : []), asked);
    for await (const each of found) if (each.names.length > 0) yield each;
  }
}
