import { Inject, Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { RaiseNotification } from '../commands/notifications/raise-notification';
import type { Notice } from '../domain/notifications/events';
import { entryOf } from '../kernel/entry-of';
import type { RecordedEvent } from '../kernel/recorded-event';
import { NOTICES, type NoticeOfFact } from './notices';
import type { Policy, Reaction } from './runner/policy';
import { PolicyContexts } from './runner/policy-contexts';

const IDS = ['organizationId', 'identityGroupId', 'identityId', 'sessionId', 'hostId', 'userId', 'reason'] as const;

/** Of a fact only what it is about and why: whatever else it says stays where it is. */
const aboutOf = (data: object): Partial<Notice> =>
  Object.fromEntries(
    IDS.flatMap((name) => {
      const value: unknown = entryOf(data as Readonly<Record<string, unknown>>, name);
      return typeof value === 'string' && value !== '' ? [[name, value]] : [];
    }),
  );

/** The admins and owners, and whom it concerns, are told of what they should look at. */
@Injectable()
export class NotifyPeopleWhenNeeded implements Policy {
  readonly name = 'notify-people-when-needed';

  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(PolicyContexts) private readonly contexts: PolicyContexts,
  ) {}

  readonly reaction: Reaction = {
    types: Object.keys(NOTICES),
    react: async (event: RecordedEvent) => {
      const table = NOTICES as Readonly<Record<string, (fact: never) => NoticeOfFact | undefined>>;
      const told = entryOf(table, event.type)?.(event as never);
      if (told === undefined) return;
      const notice = { ...told.notice, ...aboutOf(event.data) };
      const context = this.contexts.after(this.name, event);
      await this.commands.execute(
        new RaiseNotification(context, notice, event.type, told.concerned ?? [], told.toDecide),
      );
    },
  };
}
