import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { identity } from '../../domain/identities/evolve';
import { retireVersion } from '../../domain/identities/decide/versions';
import { GRACE_DAYS } from '../../domain/identities/replaced-versions';
import { isVersionNamed } from '../../domain/identities/needed-versions';
import { logHistory } from '../../domain/log-history/state';
import { orphanOf } from '../../domain/log-losses/decide';
import { logLosses, type LogLossState } from '../../domain/log-losses/state';
import { vault } from '../../domain/vaults/state';
import { vaultMembers } from '../../domain/vault-members/state';
import type { Context } from '../../kernel/context';
import { Clock } from '../../kernel/clock';
import { EventStore } from '../../kernel/event-store';
import { isWhole } from '../../kernel/facts/is-whole';
import { MaterialStore } from '../../kernel/material-store';
import { StreamReader, type View } from '../../kernel/stream-reader';
import { StreamUnreadable } from '../../kernel/stream-unreadable';
import { Decisions } from '../deciding/decisions';
import { plusDays, timestamp } from '../../kernel/time';

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
  constructor(
    readonly context: Context,
    readonly after?: ValueAddress,
  ) {
    super();
  }
}

/** An identity is reserved in its vault before anything of it is stored: one that is in it and has no stream has lost it. */
const assertNeverThere = async (view: View, identityId: string, vaultId: string): Promise<void> => {
  const { state } = await view.load(vaultMembers, vaultId);
  if (state.members.has(identityId)) {
    throw new StreamUnreadable(`identity-${identityId}`, 0, undefined, 'it is gone, and its vault has it still');
  }
};

@CommandHandler(SweepMaterial)
export class SweepMaterialHandler implements ICommandHandler<SweepMaterial> {
  constructor(
    @Inject(Decisions) private readonly deciding: Decisions,
    @Inject(MaterialStore) private readonly material: MaterialStore,
    @Inject(StreamReader) private readonly reader: StreamReader,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(EventStore) private readonly store: EventStore,
  ) {}

  async execute({ context, after }: SweepMaterial): Promise<Swept> {
    const now = timestamp(this.clock.now());
    const storedBefore = Date.parse(plusDays(now, -GRACE_DAYS));
    const found = await this.material.scan({ storedBefore, limit: PAGE, ...(after === undefined ? {} : { after }) });
    const view = await this.reader.fresh();
    const wentBackAt = await this.wentBackAt(view);
    const { state: losses } = await view.load(logLosses);
    const isKept = this.keeping(view, wentBackAt, losses);
    const troubles: { address: ValueAddress; error: unknown }[] = [];
    for (const { identityId, version, vaultId } of found) {
      try {
        if (!(await isKept(identityId, version))) await this.judge(context, view, { identityId, version, vaultId });
        await this.judgeKeys(view, vaultId);
      } catch (error) {
        troubles.push({ address: { identityId, version }, error });
      }
    }
    const last = found.length < PAGE ? undefined : found.at(-1);
    const next = last && { identityId: last.identityId, version: last.version };
    return { troubles, ...(next === undefined ? {} : { next }) };
  }

  /** `NaN`: it never was. Where what is told of that can't be read, it may have been just now. */
  private async wentBackAt(view: View): Promise<number> {
    const { stream, time } = await view.load(logHistory);
    return (await isWhole(this.store, stream)) ? Date.parse(time ?? '') : Infinity;
  }

  /** What was stored before the log was found put back, and no fact names, may be on a host: an owner says when it goes. */
  private keeping(view: View, wentBackAt: number, losses: LogLossState) {
    return async (identityId: string, version: number): Promise<boolean> => {
      if (Number.isNaN(wentBackAt)) return false;
      if (orphanOf(losses, identityId, version)?.settledBy !== undefined) return false;
      if (isVersionNamed((await view.load(identity, identityId)).state, version)) return false;
      return ((await this.material.get(identityId, version))?.storedAt ?? 0) <= wentBackAt;
    };
  }

  /** Keys that came to be anew, with a value stored when those of the deleted vault were destroyed already. */
  private async judgeKeys(view: View, vaultId: string): Promise<void> {
    if ((await view.load(vault, vaultId)).state.keysDestroyed === true) {
      await this.material.destroyVaultKeys(vaultId);
    }
  }

  /** That a version is retired is a fact first; the decision is made anew on the stream, where nothing can have come between. */
  private async judge(context: Context, view: View, address: ValueAddress & { vaultId: string }): Promise<void> {
    const { identityId, version, vaultId } = address;
    const { state, settled } = await view.load(identity, identityId);
    // What pointed to it may be among what is lost or passed over.
    if (settled === true) {
      return;
    }
    if (state.status === 'destroyed') {
      await this.material.destroyIdentity(identityId);
      return;
    }
    if (state.status !== 'none') {
      const decisionTarget = { fold: identity, id: identityId };
      const { events } = await this.deciding.decide(context, decisionTarget, ({ target, now }) =>
        retireVersion(target.state, identityId, version, now),
      );
      if (events.length === 0) {
        return;
      }
    }
    if (state.status === 'none') await assertNeverThere(view, identityId, vaultId);
    await this.material.destroy(identityId, version);
  }
}
