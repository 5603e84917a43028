import { Inject, Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import pLimit from 'p-limit';
import type { SessionDocument } from '../../projections/sessions/document';
import { JudgeSession } from '../commands/sessions/judge-session';
import type { IdentityCheckedOut } from '../domain/identities/events';
import type { Position } from '../kernel/position';
import type { RecordedEvent } from '../kernel/recorded-event';
import { StreamUnreadable } from '../kernel/stream-unreadable';
import { losses, type Among, type LostBasisFact } from './lost-basis';
import { ModelPages } from './runner/model-pages';
import { reactingTo, type ScheduledTask, type Policy } from './runner/policy';
import { PolicyContexts } from './runner/policy-contexts';

const AT_ONCE = 8;
/** How often every open session is looked at again, whatever was heard. */
const ROUND_MS = 60_000;

/**
 * Whatever allowed a session, when taken away, ends it. Each new session is judged again as well: its checkout may have been
 * decided a moment before the loss and recorded a moment after, where nobody looking for it at the loss could see it.
 */
@Injectable()
export class EndSessionWhenItsBasisIsLost implements Policy {
  readonly name = 'end-session-when-its-basis-is-lost';
  readonly critical = true;

  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(PolicyContexts) private readonly contexts: PolicyContexts,
    @Inject(ModelPages) private readonly pages: ModelPages,
  ) {}

  readonly reaction = reactingTo<IdentityCheckedOut | LostBasisFact>({
    'keyledger.identity-checked-out.v1': (event) => this.judge(event, event.data.sessionId),
    ...losses((loss, among) => this.judgeTouched(loss, among)),
  });

  /**
   * Where its place was lost with the store it lay in, a policy goes on at the present: what was taken away before is heard
   * by nobody any more. So all open sessions are judged when the work is taken up, and now and then after that.
   */
  readonly task: ScheduledTask = {
    everyMs: ROUND_MS,
    run: async () => {
      const limit = pLimit(AT_ONCE);
      for await (const page of this.open()) {
        await Promise.all(page.map(({ id }) => limit(() => this.judgeNow(id))));
      }
    },
  };

  /** In the order of their beginnings, which stand, so that whatever happens meanwhile none is passed over. */
  private open(at?: Position): AsyncIterable<readonly SessionDocument[]> {
    return this.pages.of<SessionDocument>('sessions', [{ field: 'open', is: true }], at, { by: 'checkedOutAt' });
  }

  private async judgeNow(sessionId: string): Promise<void> {
    try {
      await this.commands.execute(new JudgeSession(this.contexts.now(this.name), sessionId));
    } catch (error) {
      // What can't be read is told as that; it must not keep the others from being judged.
      if (!(error instanceof StreamUnreadable)) throw error;
    }
  }

  /** Sessions checked out before the loss are all in the model once it has come this far; later ones are newcomers. */
  private async judgeTouched(event: RecordedEvent, among: Among): Promise<void> {
    const limit = pLimit(AT_ONCE);
    for await (const page of this.open(event.position)) {
      await Promise.all(page.filter(among).map(({ id }) => limit(() => this.judge(event, id))));
    }
  }

  private async judge(event: RecordedEvent, sessionId: string): Promise<void> {
    await this.commands.execute(new JudgeSession(this.contexts.after(this.name, event, sessionId), sessionId));
  }
}
