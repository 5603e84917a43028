import type { IdentityRevealed } from '../../src/domain/disclosures/events';
import type { IdentityCheckedOut } from '../../src/domain/sessions/events';
import { accessUseId } from '../../src/kernel/access-use-id';
import { following, type Projector } from '../../src/kernel/projector';
import { ACCESS_USES, type AccessUseDocument } from './document';

type Fact = IdentityCheckedOut | IdentityRevealed;
type Used = Fact & { readonly metadata: { readonly actor: object; readonly time: string } };

/** Of a checkout its holder, of a reveal who asked. */
const userOf = (fact: Used): string | undefined =>
  'userId' in fact.data ? fact.data.userId : (fact.metadata.actor as { readonly userId?: string }).userId;

/** What was done behind broken glass used no access: the permission alone allowed it. */
const idOf = (fact: Used): string | undefined => {
  const { identityGroupId, breakGlass, evidence } = fact.data;
  const userId = userOf(fact);
  return breakGlass === true || userId === undefined || (evidence.grantId === undefined && !evidence.ownerBypass)
    ? undefined
    : accessUseId(identityGroupId, evidence.grantId, userId);
};

const used =
  (action: AccessUseDocument['action']) =>
  (_: AccessUseDocument | undefined, fact: Used, id: string): AccessUseDocument => {
    const { identityGroupId, identityId } = fact.data;
    return { id, identityGroupId, userId: userOf(fact) ?? '', usedAt: fact.metadata.time, action, identityId };
  };

export const accessUses: Projector<AccessUseDocument> = {
  schema: ACCESS_USES,
  ...following<AccessUseDocument, Fact>((fact) => [idOf(fact) ?? []].flat(), {
    'keyledger.identity-checked-out.v1': used('checkout'),
    'keyledger.identity-revealed.v1': used('reveal'),
  }),
  keepsWhatIsLost: true,
};
