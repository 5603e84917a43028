import { ErrorType } from '@eventstore/db-client';
import { newestEvent } from '../../../../test/contract/new-events';
import { NO_STREAM } from '../../../kernel/expected-revision';
import { unproven } from '../../../kernel/facts/authentic-facts';
import { AppendUnsettled } from '../../../kernel/store-errors';
import { AppendCall, type AppendTools } from './append-call';
import { NewIds } from './new-ids';

/** An append whose attempts end so, one after the other, the last for ever; nothing of it is ever found. */
const appendThatMeets = (...errors: readonly ErrorType[]): AppendCall => {
  const left = [...errors];
  const call = () => Promise.reject({ type: left.length > 1 ? left.shift() : left[0] });
  const tools = {
    connection: { call },
    search: { find: async () => ({ last: -1 }) },
    newIds: new NewIds(),
    timeoutMs: 20,
  } as unknown as AppendTools;
  return new AppendCall(tools, 'thing-1', NO_STREAM, [unproven(newestEvent())], '');
};

test('an append that may not be made is refused', async () => {
  await expect(appendThatMeets(ErrorType.ACCESS_DENIED).run()).rejects.toThrow(/does not let this user write/);
});

test('one whose first attempt went unanswered stays unsettled when the next is denied: the first may have been taken', async () => {
  await expect(appendThatMeets(ErrorType.UNAVAILABLE, ErrorType.ACCESS_DENIED).run()).rejects.toThrow(AppendUnsettled);
});
