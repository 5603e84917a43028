import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { requireHolder } from '../../access/scim-connection';
import { renameIdpGroup } from '../../domain/directory/decide';
import { callIdpGroup } from '../../domain/directory/hold';
import {
  countMoving,
  membersMoving,
  moveMembers,
  movingAtOnce,
  type MembersChange,
} from '../../domain/directory/members';
import { idpGroup } from '../../domain/directory/state';
import type { CommandResult } from '../../kernel/command-result';
import type { Context } from '../../kernel/context';
import { Foreground } from '../../kernel/foreground';
import type { Position } from '../../kernel/position';
import { isRefusal } from '../../kernel/refusal';
import type { SeenRevision } from '../../kernel/seen-revision';
import { Decisions } from '../deciding/decisions';
import { expectRevision } from '../deciding/expect-revision';
import { StreamQueues } from '../deciding/stream-queues';
import { comingAtOnce } from './coming-at-once';
import { requireDirectory } from './load-directory';
import { requireOwnMembers } from './own-members';

export interface GroupChange {
  readonly name?: string;
  /** `null` takes it away. */
  readonly externalId?: string | null;
  readonly members?: MembersChange;
}

/**
 * Changes a group that is the SCIM connection's own. What one append holds is changed at once, or nothing of it; where more
 * members move, or many come while people wait for answers, name and the first of them come in the first append and the others in further ones, each decided anew: whoever
 * stops in between leaves a part, and the same change again does the rest. It is answered when nothing of it is left to do.
 */
export class ProvisionIdpGroup extends Command<CommandResult> {
  constructor(
    readonly context: Context,
    readonly idpGroupId: string,
    readonly change: GroupChange,
    readonly ifMatch?: SeenRevision,
  ) {
    super();
  }
}

/** What one append of it came to. */
interface Step {
  readonly isLast: boolean;
  readonly revision: number;
  readonly position: Position;
}

const NOBODY: MembersChange = { add: [], remove: [] };
/** Before each further append, while people wait for answers, ms. */
const REST_MS = 40;

@CommandHandler(ProvisionIdpGroup)
export class ProvisionIdpGroupHandler implements ICommandHandler<ProvisionIdpGroup> {
  /** One change of a group after the other: two that contradict each other would undo each other's appends for ever. */
  private readonly changes = new StreamQueues();

  constructor(
    @Inject(Decisions) private readonly deciding: Decisions,
    @Inject(Foreground) private readonly foreground: Foreground,
  ) {}

  execute(command: ProvisionIdpGroup): Promise<CommandResult> {
    const { idpGroupId: id, ifMatch } = command;
    return this.changes.run(id, async () => {
      let step = await this.step(command, ifMatch, true);
      while (!step.isLast) {
        await this.foreground.giveWay(REST_MS);
        // Seen is what the last append left: nobody else may have come between, where the caller asked for that.
        step = await this.step(command, ifMatch === undefined ? undefined : step.revision, false);
      }
      return { id, position: step.position };
    });
  }

  /** `isFirst`: whoever is to come is judged before anybody moves, so that a refusal leaves the group as it was. */
  private async step(
    { context, idpGroupId: id, change }: ProvisionIdpGroup,
    ifMatch: SeenRevision | undefined,
    isFirst: boolean,
  ): Promise<Step> {
    const { name, externalId, members = NOBODY } = change;
    const refusedAs = 'keyledger.idp-group-provision-refused.v1';
    const decisionTarget = { fold: idpGroup, id, refusedAs, asked: { idpGroupId: id } };
    let isLast = false;
    const { revision, position } = await this.deciding.decide(context, decisionTarget, async (decision) => {
      const { view, target } = decision;
      const { state } = target;
      const all = membersMoving(state, members);
      const moving = movingAtOnce(all, comingAtOnce(this.foreground));
      isLast = countMoving(moving) === countMoving(all);
      const refusal =
        (await requireDirectory(decision, context)) ??
        (await requireHolder(view, context, state, 'IDP group')) ??
        expectRevision(target, ifMatch) ??
        (await requireOwnMembers(view, context, (isFirst ? all : moving).coming));
      if (refusal !== undefined) return refusal;
      const renamed = renameIdpGroup(state, id, name ?? state.name);
      const moved = moveMembers(state, id, moving);
      if (isRefusal(renamed) || isRefusal(moved)) return isRefusal(renamed) ? renamed : moved;
      return [...renamed, ...callIdpGroup(state, id, externalId), ...moved];
    });
    return { isLast, revision, position };
  }
}
