import { Inject, Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { FindOrphanedValues } from '../commands/material/find-orphaned-values';
import type { LogWentBack } from '../domain/operations/events';
import { reactingTo, type Policy } from './runner/policy';
import { PolicyContexts } from './runner/policy-contexts';

/** Values of the stretch that a log has lost are told to owners, and hosts that may hold them are known to. */
@Injectable()
export class FindOrphanedValuesWhenLogWentBack implements Policy {
  readonly name = 'find-orphaned-values-when-log-went-back';

  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(PolicyContexts) private readonly contexts: PolicyContexts,
  ) {}

  readonly reaction = reactingTo<LogWentBack>({
    'keyledger.log-went-back.v1': (event) =>
      this.commands.execute(
        new FindOrphanedValues((on) => this.contexts.after(this.name, event, on), Date.parse(event.metadata.time)),
      ),
  });
}
