import { Inject, Injectable } from '@nestjs/common';
import { requireOwner } from '../../access/require';
import { discardOrphan } from '../../domain/identities/decide/versions';
import { identity } from '../../domain/identities/evolve';
import { isProvenSomewhere } from '../../domain/identities/needed-versions';
import { settleOrphan } from '../../domain/log-losses/decide';
import { logLosses } from '../../domain/log-losses/state';
import { entryOf } from '../../kernel/entry-of';
import type { Context } from '../../kernel/context';
import { MaterialStore } from '../../kernel/material-store';
import type { CommandResult } from '../../kernel/command-result';
import { Decisions } from '../deciding/decisions';
import { loadCaller } from '../deciding/load-authorized';

/** Destroys a value that no fact names, once an owner says that it is dead: the fact first, so that a stop in between is made good by doing it again, or by the sweep. */
@Injectable()
export class SettleOrphan {
  constructor(
    @Inject(Decisions) private readonly deciding: Decisions,
    @Inject(MaterialStore) private readonly material: MaterialStore,
  ) {}

  async settle(context: Context, lossId: string, reason: string): Promise<CommandResult> {
    const refusedAs = 'keyledger.stream-damage-settle-refused.v1';
    const decisionTarget = { fold: logLosses, refusedAs, asked: { damageId: lossId, reason } };
    const { state, position } = await this.deciding.decide(context, decisionTarget, async (decision) => {
      decision.about('account');
      const refusal = requireOwner(await loadCaller(decision, context));
      if (refusal !== undefined) {
        return refusal;
      }
      const found = entryOf(decision.target.state.orphans, lossId);
      const isProven =
        found !== undefined &&
        isProvenSomewhere((await decision.view.load(identity, found.orphanId)).state, found.version);
      return settleOrphan(decision.target.state, { lossId, reason, settledBy: context.actor.userId ?? '' }, isProven);
    });
    const { orphanId: id = '', version = 0 } = entryOf(state.orphans, lossId) ?? {};
    await this.deciding.decide(context, { fold: identity, id }, ({ target }) =>
      discardOrphan(target.state, id, version),
    );
    await this.material.destroy(id, version);
    return { id: lossId, position };
  }
}
