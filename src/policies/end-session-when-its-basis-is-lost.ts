import { Inject, Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { OpenSessionDocument } from '../../projections/open-sessions/document';
import { JudgeSession } from '../commands/sessions/judge-session';
import { PORTS } from '../kernel/ports';
import type { ReadModels } from '../kernel/read-models';
import type { ReadSide } from '../kernel/read-side';
import type { RecordedEvent } from '../kernel/recorded-event';
import { StoreUnavailable } from '../kernel/store-errors';
import { LOSSES, touchedBy } from './lost-basis';
import type { Policy, Reaction } from './runner/policy';
import { PolicyContexts } from './runner/policy-contexts';
import { Slots } from './runner/slots';

const PAGE = 200;
const AT_ONCE = 8;
const MODEL_PATIENCE_MS = 2000;

/**
 * Whatever allowed a session, when taken away, ends it. Each new session is judged again as well: its checkout may have been
 * decided a moment before the loss and recorded a moment after, where nobody looking for it at the loss could see it.
 */
@Injectable()
export class EndSessionWhenItsBasisIsLost implements Policy {
  readonly name = 'end-session-when-its-basis-is-lost';

  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(PolicyContexts) private readonly contexts: PolicyContexts,
    @Inject(PORTS.readModels) private readonly models: ReadModels,
    @Inject(PORTS.readSide) private readonly readSide: ReadSide,
  ) {}

  readonly reaction: Reaction = {
    types: ['keyledger.identity-checked-out.v1', ...Object.keys(LOSSES)],
    react: (event) =>
      event.type === 'keyledger.identity-checked-out.v1'
        ? this.judge(event, (event.data as { sessionId: string }).sessionId)
        : this.judgeTouched(event),
  };

  /** Sessions checked out before the loss are all in the model once it has come this far; later ones are newcomers. */
  private async judgeTouched(event: RecordedEvent): Promise<void> {
    if (!(await this.readSide.waitFor(['open_sessions'], event.position, MODEL_PATIENCE_MS))) {
      throw new StoreUnavailable('the model of open sessions is behind');
    }
    const model = this.models.readModel<OpenSessionDocument>('open_sessions');
    const slots = new Slots(AT_ONCE);
    const where = touchedBy(event);
    for (let last: OpenSessionDocument | undefined; ;) {
      const page = await model.find({
        where,
        limit: PAGE,
        ...(last === undefined ? {} : { after: { value: last.id, id: last.id } }),
      });
      await Promise.all(page.map(({ id }) => slots.run(() => this.judge(event, id))));
      last = page.at(-1);
      if (page.length < PAGE) {
        return;
      }
    }
  }

  private async judge(event: RecordedEvent, sessionId: string): Promise<void> {
    await this.commands.execute(new JudgeSession(this.contexts.after(this.name, event, sessionId), sessionId));
  }
}
