import { refuse, type Refusal } from '../../kernel/refusal';
import type { MemberKind, OrganizationMembersEvent } from './events';
import type { OrganizationMembersState } from './state';

interface Member {
  readonly organizationId: string;
  readonly kind: MemberKind;
  readonly memberId: string;
}

export const reserveInOrganization = (
  state: OrganizationMembersState,
  member: Member,
): readonly OrganizationMembersEvent[] | Refusal => {
  if (state.closed) {
    return refuse('NOT_FOUND', 'There is no such organization.');
  }
  return state.members.has(member.memberId)
    ? []
    : [{ type: 'keyledger.organization-member-reserved.v1', data: member }];
};

export const releaseFromOrganization = (
  state: OrganizationMembersState,
  member: Member,
): readonly OrganizationMembersEvent[] =>
  state.members.has(member.memberId) ? [{ type: 'keyledger.organization-member-released.v1', data: member }] : [];

export const closeOrganization = (
  state: OrganizationMembersState,
  organizationId: string,
): readonly OrganizationMembersEvent[] | Refusal => {
  const count = state.members.size;
  if (count > 0) {
    return refuse('ORGANIZATION_NOT_EMPTY', `The organization holds ${count} vaults and hosts. Delete them first.`);
  }
  return state.closed ? [] : [{ type: 'keyledger.organization-members-closed.v1', data: { organizationId } }];
};
