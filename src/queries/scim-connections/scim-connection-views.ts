import { Inject, Injectable } from '@nestjs/common';
import type { ScimTokenView, ToldScimConnection } from '../../access/scim-tokens';
import { Presence } from '../../kernel/presence';
import { timestamp } from '../../kernel/time';

/** A connection with the tokens that are good, never the tokens themselves. `lastUsedAt`: true to the minute. */
export interface ScimConnectionView extends ToldScimConnection {
  readonly tokens: readonly (ScimTokenView & { readonly lastUsedAt?: string })[];
}

/** Shows connections with what the log does not tell: when their tokens were used. */
@Injectable()
export class ScimConnectionViews {
  constructor(@Inject(Presence) private readonly presence: Presence) {}

  async of(connections: readonly ToldScimConnection[]): Promise<readonly ScimConnectionView[]> {
    const used = await this.presence.tokensUsed(connections.flatMap(({ tokens }) => tokens.map(({ id }) => id)));
    return connections.map(({ tokens, ...connection }) => ({
      ...connection,
      tokens: tokens.map((token) => {
        const at = used.get(token.id);
        return at === undefined ? token : { ...token, lastUsedAt: timestamp(at) };
      }),
    }));
  }
}
