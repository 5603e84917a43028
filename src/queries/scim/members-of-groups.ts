import { Inject, Injectable } from '@nestjs/common';
import type { IdpGroupDocument } from '../../../projections/idp-groups/document';
import type { IdpMemberDocument } from '../../../projections/idp-members/document';
import { ReadModels } from '../../kernel/read-models';
import { refuse } from '../../kernel/refusal';
import { RefusedError } from '../../kernel/refused-error';

/** Read in one turn of the event loop; more would hold up everybody else's requests. */
const PAGE = 250;
/** Told in one answer, all its groups together. */
const MOST_TOLD = 50_000;
/** Of one person, looked at for one filter. */
const MOST_GROUPS = 10_000;

const tooMany = (detail: string): RefusedError =>
  new RefusedError(refuse('VALIDATION_FAILED', detail, { scimType: 'tooMany' }));

/** A group with the ids of those who are in it, where they were asked for. */
export interface ScimGroup {
  readonly group: IdpGroupDocument;
  readonly memberIds?: readonly string[];
}

/** Whether those in some groups are more than one answer tells, or one filter looks at. */
const isTooMuch = (groups: readonly Pick<IdpGroupDocument, 'memberCount'>[]): boolean =>
  groups.reduce((sum, { memberCount }) => sum + memberCount, 0) > MOST_TOLD;

@Injectable()
export class MembersOfGroups {
  constructor(@Inject(ReadModels) private readonly models: ReadModels) {}

  /** For a filter that looks at who is in each group: those looked at so far must not become too many. */
  watch(): (group: IdpGroupDocument) => void {
    let memberCount = 0;
    return (group) => {
      memberCount += group.memberCount;
      if (isTooMuch([{ memberCount }])) {
        throw tooMany('Too many members would have to be looked at: narrow the filter by eq.');
      }
    };
  }

  /** Errors: {@link RefusedError}, when there are more than an answer can tell. */
  async filled(groups: readonly IdpGroupDocument[]): Promise<readonly ScimGroup[]> {
    if (isTooMuch(groups)) {
      throw tooMany('These groups have too many members for one answer. Ask with excludedAttributes=members.');
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
      // Reading a file ends within the turn.
      await new Promise(setImmediate);
    }
  }

  /** The groups that somebody is in. */
  async groupsOf(idpUserId: string): Promise<readonly string[]> {
    const where = [{ field: 'idpUserId', is: idpUserId }];
    const found = await this.models.readModel<IdpMemberDocument>('idp_members').find({ where, limit: MOST_GROUPS + 1 });
    if (found.length > MOST_GROUPS) throw tooMany(`There is somebody in more than ${MOST_GROUPS} groups.`);
    return found.map(({ idpGroupId }) => idpGroupId);
  }
}
