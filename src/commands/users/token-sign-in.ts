import { Inject, Injectable } from '@nestjs/common';
import { isTokenLive } from '../../domain/users/tokens';
import { user } from '../../domain/users/state';
import { Clock } from '../../kernel/clock';
import { MachineTokens } from '../../kernel/machine-tokens';
import { refuse } from '../../kernel/refusal';
import { RefusedError } from '../../kernel/refused-error';
import type { SignedInMachine, MachineSignIn as Port } from '../../kernel/sign-in';
import { StreamReader } from '../../kernel/stream-reader';
import { timestamp } from '../../kernel/time';
import { TokenUses } from './token-uses';

const unknown = (detail: string): RefusedError => new RefusedError(refuse('UNAUTHENTICATED', detail));

/** Which machine a token is of. Nothing is remembered: a token that was revoked is refused from the next request on. */
@Injectable()
export class TokenSignIn implements Port {
  constructor(
    @Inject(StreamReader) private readonly reader: StreamReader,
    @Inject(MachineTokens) private readonly tokens: MachineTokens,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(TokenUses) private readonly uses: TokenUses,
  ) {}

  async signIn(token: string, isFrom: (addresses: readonly string[]) => boolean): Promise<SignedInMachine> {
    const read = this.tokens.read(token);
    if (read === undefined) {
      throw unknown('The token is not one of a machine caller: it was cut or mistyped.');
    }
    const view = await this.reader.fresh();
    const { state } = await view.load(user, read.userId);
    const known = state.tokens.find(({ hash }) => read.hashes.includes(hash));
    if (known === undefined) {
      throw unknown('The token is not known here, or it was revoked.');
    }
    const now = this.clock.now();
    if (!isTokenLive(known, timestamp(now))) {
      throw unknown(`The token expired at ${known.expiresAt}.`);
    }
    if (state.status !== 'active') {
      throw unknown('The user is switched off.');
    }
    if (known.addresses !== undefined && !isFrom(known.addresses)) {
      throw unknown('The token may not be used from this address.');
    }
    this.uses.tell(known.tokenId, now);
    const { tokenId: id, permissions } = known;
    return { userId: read.userId, support: state.support, token: { id, ...(permissions && { permissions }) }, view };
  }
}
