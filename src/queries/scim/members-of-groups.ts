import { Inject, Injectable } from '@nestjs/common';
import type { IdpGroupDocument } from '../../../projections/idp-groups/document';
import type { IdpMemberDocument } from '../../../projections/idp-members/document';
import { PORTS } from '../../kernel/ports';
import type { ReadModels } from '../../kernel/read-models';
import { refuse } from '../../kernel/refusal';
import { RefusedError } from '../../kernel/refused-error';

const PAGE = 1000;
/** Told in one answer, all its groups together. */
const MOST_TOLD = 50_000;

/** A group with the ids of those who are in it, where they were asked for. */
export interface ScimGroup {
  readonly group: IdpGroupDocument;
  readonly memberIds?: readonly string[];
}

@Injectable()
export class MembersOfGroups {
  constructor(@Inject(PORTS.readModels) private readonly models: ReadModels) {}

  /** Errors: {@link RefusedError}, when there are more than an answer can tell. */
  async filled(groups: readonly IdpGroupDocument[]): Promise<readonly ScimGroup[]> {
    if (groups.reduce((sum, { memberCount }) => sum + memberCount, 0) > MOST_TOLD) {
      throw new RefusedError(
        refuse(
          'VALIDATION_FAILED',
          'These groups have too many members for one answer. Ask with excludedAttributes=members.',
          {
            scimType: 'tooMany',
          },
        ),
      );
    }
    const filled: ScimGroup[] = [];
    for (const group of groups) filled.push({ group, memberIds: await this.of(group.id) });
    return filled;
  }

  async of(idpGroupId: string): Promise<readonly string[]> {
    const model = this.models.readModel<IdpMemberDocument>('idp_members');
    const ids: string[] = [];
    for (let after: string | undefined; ;) {
      const page = await model.find({
        where: [{ field: 'idpGroupId', is: idpGroupId }],
        ...(after === undefined ? {} : { after: { value: after, id: after } }),
        limit: PAGE,
      });
      ids.push(...page.map(({ idpUserId }) => idpUserId));
      after = page.at(-1)?.id;
      if (page.length < PAGE) return ids;
    }
  }

  async has(idpGroupId: string, idpUserId: string): Promise<boolean> {
    return (
      (await this.models.readModel<IdpMemberDocument>('idp_members').get(`${idpGroupId}.${idpUserId}`)) !== undefined
    );
  }
}
