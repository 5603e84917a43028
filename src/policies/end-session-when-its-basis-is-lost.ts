import { Inject, Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { OpenSessionDocument } from '../../projections/open-sessions/document';
import { JudgeSession } from '../commands/sessions/judge-session';
import type { IdentityCheckedOut } from '../domain/identities/events';
import type { Condition } from '../kernel/read-model';
import type { RecordedEvent } from '../kernel/recorded-event';
import { losses, type Loss } from './lost-basis';
import { ModelPages } from './runner/model-pages';
import { reactingTo, type Policy } from './runner/policy';
import { PolicyContexts } from './runner/policy-contexts';
import { Slots } from './runner/slots';

const AT_ONCE = 8;

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

  readonly reaction = reactingTo<IdentityCheckedOut | Loss>({
    'keyledger.identity-checked-out.v1': (event) => this.judge(event, event.data.sessionId),
    ...losses((loss, among) => this.judgeTouched(loss, among)),
  });

  /** Sessions checked out before the loss are all in the model once it has come this far; later ones are newcomers. */
  private async judgeTouched(event: RecordedEvent, among: readonly Condition[]): Promise<void> {
    const slots = new Slots(AT_ONCE);
    for await (const page of this.pages.of<OpenSessionDocument>('open_sessions', among, event.position)) {
      await Promise.all(page.map(({ id }) => slots.run(() => this.judge(event, id))));
    }
  }

  private async judge(event: RecordedEvent, sessionId: string): Promise<void> {
    await this.commands.execute(new JudgeSession(this.contexts.after(this.name, event, sessionId), sessionId));
  }
}
