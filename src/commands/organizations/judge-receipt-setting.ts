import type { CallerPermissions } from '../../access/caller-permissions';
import { requireOwner } from '../../access/require';
import type { OrganizationSettings } from '../../domain/organizations/events';
import type { Refusal } from '../../kernel/refusal';

type Setting = Pick<OrganizationSettings, 'receiptBeforeDisclosure'>;

/** Whether values wait for their receipt is the owners' alone: an administrator could otherwise have them shown unproved, or not at all. */
export const judgeReceiptSetting = (rights: CallerPermissions, before: Setting, after: Setting): Refusal | undefined =>
  (before.receiptBeforeDisclosure === true) === (after.receiptBeforeDisclosure === true)
    ? undefined
    : requireOwner(rights);
