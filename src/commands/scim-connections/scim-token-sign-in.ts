import { Inject, Injectable } from '@nestjs/common';
import { scimConnectionOf } from '../../access/scim-connection';
import { isScimTokenLive } from '../../domain/scim-connections/decide';
import { Clock } from '../../kernel/clock';
import { refuse } from '../../kernel/refusal';
import { RefusedError } from '../../kernel/refused-error';
import type { ScimSignIn, SignedInConnection } from '../../kernel/scim-sign-in';
import { ScimTokens } from '../../kernel/scim-tokens';
import { StreamReader } from '../../kernel/stream-reader';
import { timestamp } from '../../kernel/time';
import { TokenUses } from '../users/token-uses';

const unknown = (detail: string): RefusedError => new RefusedError(refuse('UNAUTHENTICATED', detail));

/** Which connection a token is of. Nothing is remembered: a token that was revoked is refused from the next request on. */
@Injectable()
export class ScimTokenSignIn implements ScimSignIn {
  constructor(
    @Inject(StreamReader) private readonly reader: StreamReader,
    @Inject(ScimTokens) private readonly tokens: ScimTokens,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(TokenUses) private readonly uses: TokenUses,
  ) {}

  async signIn(token: string): Promise<SignedInConnection> {
    const read = this.tokens.read(token);
    if (read === undefined) {
      throw unknown('The token is not one of a SCIM connection: it was cut or mistyped, or is for the API.');
    }
    const view = await this.reader.fresh();
    const connection = await scimConnectionOf(view, read.connectionId);
    const known = connection?.tokens.find(({ hash }) => read.hashes.includes(hash));
    if (connection === undefined || known === undefined) {
      throw unknown('The token is not known here, or it was revoked.');
    }
    const now = this.clock.now();
    if (!isScimTokenLive(known, timestamp(now))) {
      throw unknown(`Another token took its place; this one was good until ${known.until}.`);
    }
    this.uses.tell(known.tokenId, now);
    return { connectionId: connection.connectionId, tokenId: known.tokenId, view };
  }
}
