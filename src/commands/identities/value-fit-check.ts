import { Inject, Injectable } from '@nestjs/common';
import type { IdentitySettings } from '../../domain/identities/events';
import type { IdentityState } from '../../domain/identities/state';
import { refuseUnusable } from '../../domain/identities/usable';
import { KeyPairs } from '../../kernel/key-pairs';
import type { Refusal } from '../../kernel/refusal';
import { SealBroken } from '../../kernel/sealing';
import { StoreDamaged } from '../../kernel/store-errors';
import { Values } from '../material/values';

/** Whether the value in force fits where an edit would have it set. */
@Injectable()
export class ValueFitCheck {
  constructor(
    @Inject(Values) private readonly values: Values,
    @Inject(KeyPairs) private readonly keyPairs: KeyPairs,
  ) {}

  /** Asked only where hosts come to it, or the connector becomes another one. A value that does not open is told elsewhere. */
  async refuseUnfit(identityId: string, before: IdentityState, after: IdentitySettings): Promise<Refusal | undefined> {
    const { settings, credentialVersion } = before;
    const joined = after.hostIds.some((hostId) => !settings.hostIds.includes(hostId));
    if (credentialVersion === 0 || (!joined && after.connector === settings.connector)) {
      return undefined;
    }
    try {
      const open = await this.values.fetch(identityId, credentialVersion);
      return refuseUnusable(after, open(), (value) => this.keyPairs.problem(value));
    } catch (error) {
      if (error instanceof SealBroken || error instanceof StoreDamaged) {
        return undefined;
      }
      throw error;
    }
  }
}
