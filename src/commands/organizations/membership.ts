import { Inject, Injectable } from '@nestjs/common';
import { releaseFromOrganization, reserveInOrganization } from '../../domain/organization-members/decide';
import type { MemberKind } from '../../domain/organization-members/events';
import { organizationMembers } from '../../domain/organization-members/state';
import type { Context } from '../../kernel/context';
import { Decisions } from '../deciding/decisions';

/** The places of vaults and hosts in their organization: taken before one is made, given back after it is gone. */
@Injectable()
export class Membership {
  constructor(@Inject(Decisions) private readonly deciding: Decisions) {}

  /** Throws Refused when the organization is about to be deleted. */
  async enter(context: Context, organizationId: string, kind: MemberKind, memberId: string): Promise<void> {
    await this.deciding.decide(context, { fold: organizationMembers, id: organizationId }, ({ target }) =>
      reserveInOrganization(target.state, { organizationId, kind, memberId }),
    );
  }

  async leave(context: Context, organizationId: string, kind: MemberKind, memberId: string): Promise<void> {
    await this.deciding.decide(context, { fold: organizationMembers, id: organizationId }, ({ target }) =>
      releaseFromOrganization(target.state, { organizationId, kind, memberId }),
    );
  }
}
