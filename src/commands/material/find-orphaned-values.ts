import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { identity } from '../../domain/identities/evolve';
import { isVersionNamed } from '../../domain/identities/needed-versions';
import { orphanValue } from '../../domain/identities/decide/orphan-value';
import { findOrphan, omitLosses } from '../../domain/log-losses/decide';
import { logLosses } from '../../domain/log-losses/state';
import type { Context } from '../../kernel/context';
import type { MaterialAddress } from '../../kernel/material';
import { MaterialStore } from '../../kernel/material-store';
import { Shutdown } from '../../kernel/shutdown';
import { StreamReader } from '../../kernel/stream-reader';
import { StreamUnreadable } from '../../kernel/stream-unreadable';
import { Decisions } from '../deciding/decisions';

const PAGE = 200;

/** Tells of every value that was stored before the log was found put back and that no fact names. Errors: `ShuttingDown`, at once, when the process stops. */
export class FindOrphanedValues extends Command<void> {
  constructor(
    /** Of each value a context of its own, so that its facts have the same ids whoever finds it. */
    readonly contextOf: (on: string) => Context,
    readonly storedBefore: number,
  ) {
    super();
  }
}

@CommandHandler(FindOrphanedValues)
export class FindOrphanedValuesHandler implements ICommandHandler<FindOrphanedValues> {
  constructor(
    @Inject(Decisions) private readonly deciding: Decisions,
    @Inject(MaterialStore) private readonly material: MaterialStore,
    @Inject(StreamReader) private readonly reader: StreamReader,
    @Inject(Shutdown) private readonly shutdown: Shutdown,
  ) {}

  async execute({ contextOf, storedBefore }: FindOrphanedValues): Promise<void> {
    let after: MaterialAddress | undefined;
    let omitted = 0;
    do {
      const page = await this.material.scan({ storedBefore, limit: PAGE, ...(after === undefined ? {} : { after }) });
      for (const address of page) {
        this.shutdown.throwIfBegun();
        const isListed = await this.judge(contextOf(`${address.identityId} ${address.version}`), address);
        omitted += isListed ? 0 : 1;
      }
      after = page.length < PAGE ? undefined : page.at(-1);
    } while (after !== undefined);
    await this.omit(contextOf('omitted'), omitted);
  }

  private async omit(context: Context, omitted: number): Promise<void> {
    if (omitted === 0) return;
    const lossId = context.ids.next();
    await this.deciding.decide(context, { fold: logLosses }, ({ target, now }) =>
      omitLosses(target.state, { lossId, omitted, of: 'values', foundAt: now }),
    );
  }

  /** False: it is one too many to be listed. */
  private async judge(context: Context, { identityId, vaultId, version }: MaterialAddress): Promise<boolean> {
    let isOmitted = false;
    try {
      const { state, revision } = await (await this.reader.fresh()).load(identity, identityId);
      if (isVersionNamed(state, version)) return true;
      const lossId = context.ids.next();
      await this.deciding.decide(context, { fold: logLosses }, ({ target, now }) => {
        const found = findOrphan(target.state, {
          lossId,
          stream: `identity-${identityId}`,
          revision: revision + 1,
          orphanId: identityId,
          vaultId,
          version,
          foundAt: now,
        });
        ({ isOmitted } = found);
        return found.events;
      });
      await this.deciding.decide(context, { fold: identity, id: identityId }, ({ target, now }) =>
        orphanValue(target.state, identityId, version, now),
      );
    } catch (error) {
      // What can't be read is told as that, and nothing of it is ever swept.
      if (!(error instanceof StreamUnreadable)) throw error;
    }
    return !isOmitted;
  }
}
