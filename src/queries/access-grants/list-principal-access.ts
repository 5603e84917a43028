import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { othersAccessIn } from '../../access/others-access';
import { notFound } from '../../access/require';
import type { Context } from '../../kernel/context';
import type { Page, PageRequest } from '../../kernel/page';
import { ReadModels } from '../../kernel/read-models';
import { isRefusal } from '../../kernel/refusal';
import { RefusedError } from '../../kernel/refused-error';
import { QueryAuthorization } from '../authorization/query-authorization';
import { AccessLists, type AccessOf } from './access-of';

/**
 * The grants that name an IDP user or an IDP group, on whatever vault, in the organizations where the caller holds
 * `pam_vaults.manage` or `pam_audit.read`.
 */
export class ListPrincipalAccess extends Query<Page<AccessOf>> {
  constructor(
    readonly context: Context,
    readonly principalType: 'user' | 'group',
    readonly principalId: string,
    readonly page: PageRequest,
  ) {
    super();
  }
}

const MODELS = {
  user: { name: 'idp_users', what: 'IDP user' },
  group: { name: 'idp_groups', what: 'IDP group' },
} as const;

@QueryHandler(ListPrincipalAccess)
export class ListPrincipalAccessHandler implements IQueryHandler<ListPrincipalAccess> {
  constructor(
    @Inject(QueryAuthorization) private readonly asking: QueryAuthorization,
    @Inject(AccessLists) private readonly lists: AccessLists,
    @Inject(ReadModels) private readonly models: ReadModels,
  ) {}

  async execute({ context, principalType, principalId, page }: ListPrincipalAccess): Promise<Page<AccessOf>> {
    const { rights, now } = await this.asking.caller(context);
    const places = othersAccessIn(rights);
    if (isRefusal(places)) {
      throw new RefusedError(places);
    }
    const { name, what } = MODELS[principalType];
    if ((await this.models.readModel(name).get(principalId)) === undefined) {
      throw new RefusedError(notFound(what));
    }
    return this.lists.of([principalId], places, page, now);
  }
}
