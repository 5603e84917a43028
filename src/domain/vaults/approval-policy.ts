import type { ApprovalPolicy } from '../access-requests/events';

const holdsAll = (all: readonly string[], those: readonly string[]): boolean =>
  those.every((each) => all.includes(each));

/**
 * Does a change make approval easier to get? To ask for fewer approvals does, to let somebody more approve, and to ask for none.
 * One who is named no more makes it harder.
 */
export const isWeakened = (before: ApprovalPolicy | undefined, after: ApprovalPolicy | undefined): boolean => {
  if (before === undefined) return false;
  return (
    after === undefined ||
    after.required < before.required ||
    !holdsAll(before.approvers.users, after.approvers.users) ||
    !holdsAll(before.approvers.groups, after.approvers.groups)
  );
};
