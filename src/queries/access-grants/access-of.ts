import { Inject, Injectable } from '@nestjs/common';
import type { AccessDocument } from '../../../projections/access/document';
import type { IdpGroupDocument } from '../../../projections/idp-groups/document';
import type { IdpUserDocument } from '../../../projections/idp-users/document';
import type { VaultDocument } from '../../../projections/vaults/document';
import { EVERYWHERE } from '../../access/permissions';
import { cutPage, type Page, type PageRequest } from '../../kernel/page';
import type { Condition } from '../../kernel/read-model';
import { ReadModels } from '../../kernel/read-models';
import { isExpired } from './grant-view';

/** A grant, by what it reaches. */
export interface AccessOf extends Omit<AccessDocument, 'revision'> {
  readonly identityGroupName: string;
  readonly principalName?: string;
  readonly via: 'grant' | 'group';
  readonly expired: boolean;
}

/** The grants of some IDP users and IDP groups, on every vault of some organizations; a page may hold fewer than asked for. */
@Injectable()
export class AccessLists {
  constructor(@Inject(ReadModels) private readonly models: ReadModels) {}

  async of(
    principalIds: readonly string[],
    places: typeof EVERYWHERE | readonly string[],
    page: PageRequest,
    now: string,
  ): Promise<Page<AccessOf>> {
    if (principalIds.length === 0) return { items: [] };
    const where: Condition[] = [{ field: 'principalId', in: principalIds }];
    if (places !== EVERYWHERE) where.push({ field: 'organizationId', in: places });
    const found = await this.models.readModel<AccessDocument>('access').find({
      where,
      ...(page.after === undefined ? {} : { after: page.after }),
      limit: page.limit + 1,
    });
    const { items, ...rest } = cutPage(found, page.limit, ({ id }) => ({ value: id, id }));
    const shown = await Promise.all(items.map((grant) => this.shown(grant, now)));
    return { ...rest, items: shown.flat() };
  }

  /** Nothing of a vault that is gone. */
  private async shown({ revision: _, ...grant }: AccessDocument, now: string): Promise<readonly AccessOf[]> {
    const vault = await this.models.readModel<VaultDocument>('vaults').get(grant.identityGroupId);
    if (vault === undefined) return [];
    const principalName = await this.nameOf(grant);
    return [
      {
        ...grant,
        identityGroupName: vault.name,
        ...(principalName === undefined ? {} : { principalName }),
        via: grant.principalType === 'user' ? 'grant' : 'group',
        expired: isExpired(grant, now),
      },
    ];
  }

  private async nameOf({ principalType, principalId }: Pick<AccessDocument, 'principalType' | 'principalId'>) {
    return principalType === 'user'
      ? (await this.models.readModel<IdpUserDocument>('idp_users').get(principalId))?.displayName
      : (await this.models.readModel<IdpGroupDocument>('idp_groups').get(principalId))?.name;
  }
}
