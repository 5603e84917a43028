import { Inject, Injectable } from '@nestjs/common';
import { releaseAccount, releaseFromHost, reserveAccount, reserveOnHost } from '../../domain/hosts/reservations';
import { hostAccount, hostMembersStream } from '../../domain/hosts/state';
import { accountKey } from '../../domain/identities/connectors';
import type { IdentitySettings } from '../../domain/identities/events';
import type { IdentitySubject } from '../../domain/identity-subject';
import { releaseMember, reserveMembers } from '../../domain/vault-members/decide';
import { vaultMembers } from '../../domain/vault-members/state';
import type { Context } from '../../kernel/context';
import { Digest } from '../../kernel/digest';
import { Decisions } from '../deciding/decisions';
import { KeyedBatcher } from '../deciding/keyed-batcher';
import { RefusedError } from '../../kernel/refused-error';

type Account = Pick<IdentitySettings, 'hostIds' | 'username' | 'connector' | 'connectorSettings'>;

/**
 * An identity's places in other streams: its vault, its hosts, its accounts on them. Taken before the identity says so,
 * given back after; each step can be repeated, and stopping between two leaves only a reservation to be given back.
 */
@Injectable()
export class Reservations {
  private readonly entering = new KeyedBatcher<string>();

  constructor(
    @Inject(Decisions) private readonly deciding: Decisions,
    @Inject(Digest) private readonly digest: Digest,
  ) {}

  /** Throws {@link RefusedError} when the vault is closing. */
  private async enterVault(context: Context, subject: IdentitySubject): Promise<void> {
    const { identityGroupId, organizationId, identityId } = subject;
    // Of one request, so that each fact says who asked for it: an import makes many identities of a vault at once.
    await this.entering.with(`${identityGroupId} ${context.correlationId}`, identityId, async (identityIds) => {
      await this.deciding.decide(context, { fold: vaultMembers, id: identityGroupId }, ({ target }) =>
        reserveMembers(target.state, { organizationId, identityGroupId }, identityIds),
      );
    });
  }

  private async leaveVault(context: Context, subject: IdentitySubject): Promise<void> {
    const { identityGroupId, organizationId, identityId } = subject;
    await this.deciding.decide(context, { fold: vaultMembers, id: identityGroupId }, ({ target }) =>
      releaseMember(target.state, { organizationId, identityGroupId }, identityId),
    );
  }

  /** Takes the place in the vault and every host and account, or none: throws {@link RefusedError} after giving back. */
  async enter(context: Context, subject: IdentitySubject, account: Account): Promise<void> {
    await this.enterVault(context, subject);
    try {
      await this.enterHosts(context, subject, account);
    } catch (error) {
      if (error instanceof RefusedError) {
        await this.leaveVault(context, subject);
      }
      throw error;
    }
  }

  async leave(context: Context, subject: IdentitySubject, account: Account): Promise<void> {
    await this.releaseAccounts(context, subject, account);
    await this.releaseMembers(context, subject, account.hostIds);
    await this.leaveVault(context, subject);
  }

  /** `named`: hosts that the identity names already: it stays a member of them, whatever becomes of the account. */
  private async enterHosts(
    context: Context,
    subject: IdentitySubject,
    account: Account,
    named: readonly string[] = [],
  ): Promise<void> {
    const taken: string[] = [];
    try {
      for (const hostId of account.hostIds) {
        taken.push(hostId);
        await this.enterHost(context, subject, account, hostId);
      }
    } catch (error) {
      if (error instanceof RefusedError) {
        const partly = { ...account, hostIds: taken };
        await this.releaseAccounts(context, subject, partly);
        await this.releaseMembers(
          context,
          subject,
          taken.filter((hostId) => !named.includes(hostId)),
        );
      }
      throw error;
    }
  }

  /** Takes the new accounts; what both have is left alone. The answer gives the old ones back, once the identity has moved. */
  async move(context: Context, subject: IdentitySubject, from: Account, to: Account): Promise<() => Promise<void>> {
    const keys = (account: Account) => account.hostIds.map((hostId) => accountKey(hostId, account).join('\n'));
    const [old, fresh] = [keys(from), keys(to)];
    const hostIds = to.hostIds.filter((_, i) => !old.includes(fresh[i] ?? ''));
    await this.enterHosts(context, subject, { ...to, hostIds }, from.hostIds);
    const leaving = from.hostIds.filter((_, i) => !fresh.includes(old[i] ?? ''));
    return async () => {
      await this.releaseAccounts(context, subject, { ...from, hostIds: leaving });
      await this.releaseMembers(
        context,
        subject,
        leaving.filter((hostId) => !to.hostIds.includes(hostId)),
      );
    };
  }

  private async enterHost(context: Context, subject: IdentitySubject, account: Account, hostId: string): Promise<void> {
    const member = { organizationId: subject.organizationId, hostId, identityId: subject.identityId };
    await this.deciding.decide(context, { fold: hostMembersStream, id: hostId }, ({ target }) =>
      reserveOnHost(target.state, member),
    );
    const id = this.digest.of(...accountKey(hostId, account));
    await this.deciding.decide(context, { fold: hostAccount, id }, ({ target }) =>
      reserveAccount(target.state, member),
    );
  }

  private async releaseAccounts(context: Context, subject: IdentitySubject, account: Account): Promise<void> {
    const { organizationId, identityId } = subject;
    for (const hostId of account.hostIds) {
      const id = this.digest.of(...accountKey(hostId, account));
      await this.deciding.decide(context, { fold: hostAccount, id }, ({ target }) =>
        releaseAccount(target.state, { organizationId, hostId, identityId }),
      );
    }
  }

  private async releaseMembers(context: Context, subject: IdentitySubject, hostIds: readonly string[]): Promise<void> {
    const { organizationId, identityId } = subject;
    for (const hostId of hostIds) {
      await this.deciding.decide(context, { fold: hostMembersStream, id: hostId }, ({ target }) =>
        releaseFromHost(target.state, { organizationId, hostId, identityId }),
      );
    }
  }
}
