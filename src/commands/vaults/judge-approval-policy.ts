import { Inject, Injectable } from '@nestjs/common';
import { selfGrant } from '../../access/no-way-up';
import { directoryRecordOf } from '../../access/record-of-email';
import { refuseMachine } from '../../access/require';
import { directoryEmail, type CallerPermissions } from '../../access/caller-permissions';
import { isReachedByTokens } from '../../access/reached-by-tokens';
import { liveGrants } from '../../access/vault-access';
import type { ApprovalPolicy } from '../../domain/access-requests/events';
import { idpGroup, idpUser } from '../../domain/directory/state';
import { isWeakened } from '../../domain/vaults/approval-policy';
import { Digest } from '../../kernel/digest';
import { refuse, type Refusal } from '../../kernel/refusal';
import type { View } from '../../kernel/stream-reader';

/** A change of what a vault asks for, by somebody who holds `pam_vaults.manage` there. */
export interface PolicyChange {
  readonly vaultId: string;
  readonly rights: CallerPermissions;
  readonly now: string;
  readonly before: ApprovalPolicy | undefined;
  readonly after: ApprovalPolicy | undefined;
}

const unknown = (list: 'users' | 'groups', what: string): Refusal =>
  refuse('VALIDATION_FAILED', `approvalPolicy names ${what} that is not there.`, {
    errors: [{ field: `approvalPolicy.approvers.${list}`, message: `must be ids of ${what}s there are` }],
  });

interface Merged {
  readonly required?: number;
  readonly approvers?: Partial<ApprovalPolicy['approvers']>;
}

/** A part of a policy that was merged into none. */
const refuseIncomplete = ({ required, approvers }: Merged): Refusal | undefined => {
  const parts = { required, 'approvers.users': approvers?.users, 'approvers.groups': approvers?.groups };
  const errors = Object.entries(parts)
    .filter(([, part]) => part === undefined)
    .map(([field]) => ({ field: `approvalPolicy.${field}`, message: 'is required' }));
  return errors.length === 0 ? undefined : refuse('VALIDATION_FAILED', 'The approval policy is not whole.', { errors });
};

/** Who may change what approval a vault asks for, and to what. */
@Injectable()
export class JudgeApprovalPolicy {
  constructor(@Inject(Digest) private readonly digest: Digest) {}

  /**
   * Whoever has access to the vault's values must not make their own way to them easier; an owner may. A machine has a master
   * whose hand it would be.
   */
  async judge(view: View, change: PolicyChange): Promise<Refusal | undefined> {
    const { before, after, rights } = change;
    const incomplete = after === undefined ? undefined : refuseIncomplete(after);
    if (incomplete !== undefined) return incomplete;
    const nobody = after === undefined ? undefined : await this.missing(view, before, after);
    if (nobody !== undefined || !isWeakened(before, after)) {
      return nobody;
    }
    const machine = refuseMachine(rights, 'make approval easier');
    return machine ?? (rights.owner || !(await this.hasAccess(view, change)) ? undefined : selfGrant(WEAKENS));
  }

  /** A record that is switched off counts as well: it may be switched on again. */
  private async hasAccess(view: View, { vaultId, rights, now }: PolicyChange): Promise<boolean> {
    if (await isReachedByTokens(view, vaultId, now)) return true;
    const record = await directoryRecordOf(view, this.digest, directoryEmail(rights));
    return record !== undefined && (await liveGrants(view, vaultId, record.idpUserId, now)).length > 0;
  }

  private async missing(
    view: View,
    before: ApprovalPolicy | undefined,
    { approvers: { users, groups } }: ApprovalPolicy,
  ): Promise<Refusal | undefined> {
    const newUsers = users.filter((id) => before?.approvers.users.includes(id) !== true);
    const newGroups = groups.filter((id) => before?.approvers.groups.includes(id) !== true);
    const people = await Promise.all(newUsers.map((id) => view.load(idpUser, id)));
    if (people.some(({ state }) => state.status === 'none' || state.status === 'deleted')) {
      return unknown('users', 'IDP user');
    }
    const found = await Promise.all(newGroups.map((id) => view.load(idpGroup, id)));
    return found.some(({ state }) => state.status !== 'active') ? unknown('groups', 'IDP group') : undefined;
  }
}

const WEAKENS = 'makes approval easier, or takes it away, for a vault he has access to';
