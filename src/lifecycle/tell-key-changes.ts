import type { CommandBus } from '@nestjs/cqrs';
import type { Logger } from 'pino';
import { RecordKeyChanges } from '../commands/material/record-key-changes';
import type { Context } from '../kernel/context';

/** Has the log tell of changed keys, and says so where it tells of some that are lost: what relies on them is refused. */
export const tellKeyChanges = async (
  commands: CommandBus,
  context: Context,
  log: Pick<Logger, 'fatal'>,
): Promise<void> => {
  for (const lost of await commands.execute(new RecordKeyChanges(context))) {
    log.fatal(
      lost,
      'the log tells of a newer version of this key than there is: the store of sealed values is older than the log; restore a newer copy of it, or change the key anew',
    );
  }
};
