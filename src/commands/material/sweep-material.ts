import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { identity } from '../../domain/identities/evolve';
import type { IdentityState } from '../../domain/identities/state';
import type { Clock } from '../../kernel/clock';
import type { MaterialStore } from '../../kernel/material-store';
import { PORTS } from '../../kernel/ports';
import type { StreamReader, View } from '../../kernel/stream-reader';
import { plusDays, timestamp } from '../../kernel/time';

/** Days for which a value that nobody can serve any more is kept: a person may still notice that it was the right one. */
const GRACE_DAYS = 7;
const PAGE = 200;

/** A value in the material store. */
export interface ValueAddress {
  readonly identityId: string;
  readonly version: number;
}

export interface Swept {
  /** Where the next page begins; absent on the last one. */
  readonly next?: ValueAddress;
  /** Values nobody could judge, and why: they stay. */
  readonly troubles: readonly { readonly address: ValueAddress; readonly error: unknown }[];
}

/** Destroys values no fact needs any more, a page at a time. */
export class SweepMaterial extends Command<Swept> {
  constructor(readonly after?: ValueAddress) {
    super();
  }
}

/**
 * Served, restorable, held by somebody, or replaced on hosts a short while ago. A version above all that facts name was
 * stored for a fact that never came, unless that fact is on its way, which the grace period rules out.
 */
const isNeeded = (state: IdentityState, version: number, now: string): boolean =>
  version === state.credentialVersion ||
  version === state.highestVersion ||
  state.sessions.some((session) => session.version === version) ||
  state.replaced.some(
    (entry) => entry.version === version && (entry.restorable || plusDays(entry.retiredAt, GRACE_DAYS) > now),
  );

@CommandHandler(SweepMaterial)
export class SweepMaterialHandler implements ICommandHandler<SweepMaterial> {
  constructor(
    @Inject(PORTS.materialStore) private readonly material: MaterialStore,
    @Inject(PORTS.streamReader) private readonly reader: StreamReader,
    @Inject(PORTS.clock) private readonly clock: Clock,
  ) {}

  async execute({ after }: SweepMaterial): Promise<Swept> {
    const now = timestamp(this.clock.now());
    const storedBefore = Date.parse(plusDays(now, -GRACE_DAYS));
    const found = await this.material.scan({ storedBefore, limit: PAGE, ...(after === undefined ? {} : { after }) });
    const view = await this.reader.fresh();
    const troubles: { address: ValueAddress; error: unknown }[] = [];
    for (const { identityId, version } of found) {
      try {
        await this.judge(view, identityId, version, now);
      } catch (error) {
        troubles.push({ address: { identityId, version }, error });
      }
    }
    const last = found.length < PAGE ? undefined : found.at(-1);
    const next = last && { identityId: last.identityId, version: last.version };
    return { troubles, ...(next === undefined ? {} : { next }) };
  }

  private async judge(view: View, identityId: string, version: number, now: string): Promise<void> {
    const { state } = await view.load(identity, identityId);
    if (state.status === 'destroyed') {
      await this.material.destroyIdentity(identityId);
    } else if (!isNeeded(state, version, now)) {
      await this.material.destroy(identityId, version);
    }
  }
}
