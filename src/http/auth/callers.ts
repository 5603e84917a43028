import { Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Actor } from '../../kernel/actor';
import { Clock } from '../../kernel/clock';
import type { Context } from '../../kernel/context';
import { Ids } from '../../kernel/ids';
import { MachineSignIn, SignIn, type SignedIn } from '../../kernel/sign-in';
import { timestamp } from '../../kernel/time';
import type { Principal } from '../../kernel/token-issuers';
import { isAmong } from '../edge/address-list';
import { addressOf, userAgentOf } from '../edge/client';
import { requestStateOf } from '../edge/request-state';

const once = <T>(value: T): (() => T | undefined) => {
  let left: T | undefined = value;
  return () => {
    const taken = left;
    left = undefined;
    return taken;
  };
};

/** An e-mail that is empty is none: a user may be known by the issuer's subject alone. */
const actorOf = ({ support, userId, email = '' }: Partial<SignedIn> & Pick<SignedIn, 'support'>): Actor => ({
  kind: support ? 'support' : 'user',
  ...(userId === undefined ? {} : { userId }),
  ...(email === '' ? {} : { email }),
});

/** Support must still be let in when it is answered: what its request rests on is noted. */
const notes = ({ support }: Pick<SignedIn, 'support'>): Pick<Context, 'reliedOn'> =>
  support ? { reliedOn: new Map() } : {};

const groupsIn = ({ issuer, groups: names = [], expiresAt }: Principal): Pick<Context, 'tokenGroups'> =>
  names.length === 0 ? {} : { tokenGroups: { issuer, names, until: timestamp(expiresAt) } };

const provenBy = ({ view }: SignedIn): Pick<Context, 'proven'> => (view === undefined ? {} : { proven: once(view) });

/**
 * Makes the {@link Context} of a request once a strategy knows whose token came with it. Asked for every request: a user
 * switched off, a sign-in removed and a token revoked are out from the next one on. Errors: `Refused`, `StoreUnavailable`.
 */
@Injectable()
export class Callers {
  constructor(
    @Inject(SignIn) private readonly users: SignIn,
    @Inject(MachineSignIn) private readonly machines: MachineSignIn,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(Ids) private readonly ids: Ids,
  ) {}

  /** Whom an issuer vouches for. */
  async person(request: FastifyRequest, principal: Principal): Promise<Context> {
    const asked = this.asked(request);
    const signedIn = await this.users.signIn(principal, { ...asked, actor: actorOf(principal) });
    return { ...asked, actor: actorOf(signedIn), ...groupsIn(principal), ...notes(signedIn), ...provenBy(signedIn) };
  }

  /** Who brings a token of a machine. */
  async machine(request: FastifyRequest, token: string): Promise<Context> {
    const ip = addressOf(request);
    const machine = await this.machines.signIn(token, (addresses) => isAmong(ip, addresses));
    const { id: tokenId } = machine.token;
    return {
      ...this.asked(request),
      actor: { ...actorOf(machine), tokenId },
      token: machine.token,
      ...notes(machine),
      ...provenBy(machine),
    };
  }

  private asked(request: FastifyRequest): Omit<Context, 'actor'> {
    const ip = addressOf(request);
    const userAgent = userAgentOf(request);
    const { correlationId, timeLimitMs } = requestStateOf(request);
    return {
      correlationId,
      ...(ip === undefined ? {} : { ip }),
      ...(userAgent === undefined ? {} : { userAgent }),
      deadline: this.clock.now() + timeLimitMs,
      ids: this.ids,
    };
  }
}
