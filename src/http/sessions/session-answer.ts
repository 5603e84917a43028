import { GetSession } from '../../queries/sessions/get-session';
import { recipe } from '../platform/repetition/recipe';
import { answered } from '../reply/reply';

/** What became of a session, told again as it is now. */
export const SESSION = recipe({
  reads: ['sessions'],
  ask: ({ context, ids: { id = '' } }) => new GetSession(context, id),
  reply: ({ item }, { ids, position }) => answered(item, { ids, position }),
});
