import { Type } from '@sinclair/typebox';
import { input, Reason, Timestamp } from '../schema/fields';

export const PolicyName = Type.String({ pattern: '^[a-z][a-z-]{0,80}$' });
export const EventId = Type.String({ pattern: '^[0-9A-Za-z-]{1,64}$' });

const Parked = Type.Object(
  {
    eventId: Type.String(),
    type: Type.String(),
    stream: Type.String(),
    since: Timestamp,
    tries: Type.Integer({ minimum: 1 }),
    cause: Type.String({ description: 'Names the error; the log of the server says more.' }),
    critical: Type.Optional(
      Type.Boolean({ description: 'Somebody may still have what he may no longer have, until this is settled.' }),
    ),
  },
  { title: 'ParkedEvent' },
);

export const PolicyList = Type.Object({
  items: Type.Array(
    Type.Object(
      {
        name: Type.String(),
        position: Type.String(),
        lag: Type.Integer({
          minimum: 0,
          description: 'Events after its position; bytes of the log where it is in EventStoreDB.',
        }),
        oldestUnhandled: Type.Optional(Timestamp),
        failures: Type.Integer({ minimum: 0, description: 'On this node, since it took up the policies.' }),
        parked: Type.Array(Parked),
      },
      { title: 'Policy' },
    ),
  ),
});

export const ParkedRetry = Type.Object({ policy: Type.String(), eventId: Type.String() }, { title: 'ParkedRetry' });

export const DismissBody = input({ reason: Reason });
