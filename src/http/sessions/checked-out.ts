import { RediscloseSession, type Redisclosed } from '../../commands/sessions/redisclose-session';
import { sessionView } from '../../queries/sessions/session-view';
import { recipe, type Made } from '../platform/repetition/recipe';
import { created } from '../reply/reply';

/** The answer to a checkout or broken glass, whenever it is given. */
export const checkedOut = (
  { session, credential, receipt, warnings }: Redisclosed,
  { position, now }: Pick<Made, 'position' | 'now'>,
) => {
  const body = {
    session: sessionView(session, now),
    ...(credential === undefined ? {} : { credential }),
    ...(receipt === undefined ? {} : { receipt }),
    ...(warnings === undefined ? {} : { warnings }),
  };
  return created(`/sessions/${session.id}`, body, { ids: { session: session.id }, position });
};

/** A value was never kept: it is opened again while the session is open and the caller's, and that is recorded. */
export const CHECKED_OUT = recipe({
  ask: ({ context, ids: { session = '' } }) => new RediscloseSession(context, session),
  reply: checkedOut,
});
