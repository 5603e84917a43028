import type { DisclosureWithheld, IdentityRevealed } from '../../src/domain/disclosures/events';
import type { IdentityCheckedOut } from '../../src/domain/sessions/events';
import { accessUseId } from '../../src/kernel/access-use-id';
import { following, type Projector, type Recorded } from '../../src/kernel/projector';
import { ACCESS_USES, type AccessUse, type AccessUseDocument } from './document';

type Fact = IdentityCheckedOut | IdentityRevealed | DisclosureWithheld;

/** Uses kept that may still be taken back, and one that never is. */
const MOST_KEPT = 8;

/** Of a checkout its holder, of a reveal who asked. */
const userOf = (fact: Recorded<Fact>): string | undefined =>
  fact.type === 'keyledger.identity-checked-out.v1' ? fact.data.userId : fact.metadata.actor.userId;

/** What was done behind broken glass used no access: the permission alone allowed it. Earlier releases don't say what a withheld disclosure rested on. */
const idOf = (fact: Recorded<Fact>): string | undefined => {
  const { identityGroupId, evidence } = fact.data;
  const isEmergency = 'breakGlass' in fact.data && fact.data.breakGlass === true;
  const userId = userOf(fact);
  return isEmergency || userId === undefined || (evidence?.grantId === undefined && evidence?.ownerBypass !== true)
    ? undefined
    : accessUseId(identityGroupId, evidence.grantId, userId);
};

const kept = (uses: readonly AccessUse[]): readonly AccessUse[] => {
  const certain = uses.findLastIndex(({ disclosureId }) => disclosureId === undefined);
  const late = uses.slice(Math.max(certain + 1, uses.length - MOST_KEPT));
  return certain === -1 ? late : [...uses.slice(certain, certain + 1), ...late];
};

const used = (
  document: AccessUseDocument | undefined,
  fact: Recorded<IdentityCheckedOut | IdentityRevealed>,
  id: string,
  how: Pick<AccessUse, 'action' | 'disclosureId'>,
): AccessUseDocument => {
  const { identityGroupId, identityId } = fact.data;
  const { uses = [] } = document ?? {};
  const use: AccessUse = { usedAt: fact.metadata.time, identityId, ...how };
  const before = uses.filter(({ disclosureId }) => disclosureId === undefined || disclosureId !== how.disclosureId);
  return { id, identityGroupId, userId: userOf(fact) ?? '', uses: kept([...before, use]) };
};

/** What was not shown after all used nothing. */
const withheld = (document: AccessUseDocument | undefined, { data }: DisclosureWithheld) => {
  const left = document?.uses.filter(({ disclosureId }) => disclosureId !== data.disclosureId) ?? [];
  return document === undefined || left.length === 0 ? undefined : { ...document, uses: left };
};

export const accessUses: Projector<AccessUseDocument> = {
  schema: ACCESS_USES,
  ...following<AccessUseDocument, Fact>((fact) => [idOf(fact as Recorded<Fact>) ?? []].flat(), {
    'keyledger.identity-checked-out.v1': (document, fact, id) => used(document, fact, id, { action: 'checkout' }),
    'keyledger.identity-revealed.v1': (document, fact, id) =>
      used(document, fact, id, { action: 'reveal', disclosureId: fact.id }),
    'keyledger.disclosure-withheld.v1': withheld,
  }),
  keepsWhatIsLost: true,
};
