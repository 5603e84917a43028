import { Inject, Injectable } from '@nestjs/common';
import type { JobReport } from '../../domain/identities/decide/record-result';
import type { IdentitySubject } from '../../domain/identity-subject';
import { claimAccount, claimMachine } from '../../domain/targets/decide';
import { targetAccount, targetMachine, type AccountClaim, type MachineClaim } from '../../domain/targets/state';
import type { Context } from '../../kernel/context';
import { Digest } from '../../kernel/digest';
import { Decisions } from '../deciding/decisions';

/** Who says what of one account, in the order in which they first did. */
export interface ClaimsOnTarget {
  readonly machine: readonly MachineClaim[];
  readonly account: readonly AccountClaim[];
}

/** Writes down what an agent says the account is, before its result counts: two nodes that hear two agents see each other. */
@Injectable()
export class TargetClaims {
  constructor(
    @Inject(Decisions) private readonly deciding: Decisions,
    @Inject(Digest) private readonly digest: Digest,
  ) {}

  async claim(
    context: Context,
    subject: IdentitySubject,
    at: { readonly hostId: string; readonly agentId: string; readonly connector: string },
    { machine, port, name }: NonNullable<JobReport['target']>,
  ): Promise<ClaimsOnTarget> {
    const { hostId, agentId, connector } = at;
    const { organizationId } = subject;
    const ofMachine = { fold: targetMachine, id: this.digest.of('machine', machine) };
    const ofAccount = {
      fold: targetAccount,
      id: this.digest.of('account', machine, connector, String(port ?? ''), name),
    };
    const known = await this.deciding.decide(context, ofMachine, ({ target, now }) =>
      claimMachine(target.state, { organizationId, hostId, agentId, claimedAt: now }),
    );
    const same = await this.deciding.decide(context, ofAccount, ({ target, now }) =>
      claimAccount(target.state, { ...subject, hostId, agentId, claimedAt: now }),
    );
    return { machine: known.state.claims, account: same.state.claims };
  }
}
