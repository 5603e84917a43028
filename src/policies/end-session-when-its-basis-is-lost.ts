import { Inject, Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import pLimit from 'p-limit';
import type { OpenSessionDocument } from '../../projections/open-sessions/document';
import { JudgeSession } from '../commands/sessions/judge-session';
import type { IdentityCheckedOut } from '../domain/identities/events';
import type { Condition } from '../kernel/read-model';
import type { RecordedEvent } from '../kernel/recorded-event';
import { StreamUnreadable } from '../kernel/stream-unreadable';
import { losses, type LostBasisFact } from './lost-basis';
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
      for await (const page of this.pages.of<OpenSessionDocument>('open_sessions', [])) {
        await Promise.all(page.map(({ id }) => limit(() => this.judgeNow(id))));
      }
    },
  };

  private async judgeNow(sessionId: string): Promise<void> {
    try {
      await this.commands.execute(new JudgeSession(this.contexts.now(this.name), sessionId));
    } catch (error) {
      // What can't be read is told as that; it must not keep the others from being judged.
      if (!(error instanceof StreamUnreadable)) throw error;
    }
  }

  /** Sessions checked out before the loss are all in the model once it has come this far; later ones are newcomers. */
  private async judgeTouched(event: RecordedEvent, among: readonly Condition[]): Promise<void> {
    const limit = pLimit(AT_ONCE);
    for await (const page of this.pages.of<OpenSessionDocument>('open_sessions', among, event.position)) {
      await Promise.all(page.map(({ id }) => limit(() => this.judge(event, id))));
    }
  }

  private async judge(event: RecordedEvent, sessionId: string): Promise<void> {
    await this.commands.execute(new JudgeSession(this.contexts.after(this.name, event, sessionId), sessionId));
  }
}
