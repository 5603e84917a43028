import { Type, type Static } from '@sinclair/typebox';
import { Email, Flag, Id, input, oneOf, paging, Timestamp } from '../schema/fields';
import { anyText, line } from '../schema/text';
import { KIND } from './notification-schemas';

const VIA = oneOf('webhook', 'mail');
const Kinds = Type.Array(KIND, { minItems: 1, maxItems: 50, uniqueItems: true, description: 'Absent: all.' });

const Channel = Type.Object(
  {
    id: Id,
    kind: VIA,
    url: Type.Optional(Type.String()),
    to: Type.Optional(Type.String()),
    kinds: Type.Optional(Kinds),
    hasSecret: Type.Optional(Flag),
  },
  { title: 'NotificationChannel' },
);

export const Channels = Type.Object({ channels: Type.Array(Channel) }, { title: 'NotificationChannels' });

export const SetChannelsBody = input({
  channels: Type.Array(
    input({
      id: Type.Optional(Id),
      kind: VIA,
      url: Type.Optional(line({ max: 2000, description: 'Of a webhook: https, without user and password.' })),
      to: Type.Optional(Email),
      secret: Type.Optional(
        anyText({
          min: 24,
          max: 200,
          description: 'Signs a webhook: `whsec_` and base64 of 24 to 64 bytes, or any text. Never told again.',
        }),
      ),
      kinds: Type.Optional(Kinds),
      hasSecret: Type.Optional({ ...Flag, description: 'As it is read; says nothing here.' }),
    }),
    { maxItems: 20 },
  ),
});
export type SetChannelsBody = Static<typeof SetChannelsBody>;

export const Delivery = Type.Object(
  {
    id: Id,
    organizationId: Type.Optional({
      ...Id,
      description: 'Whose channel it is; absent: the account’s, or mail of a person.',
    }),
    via: VIA,
    channelId: Type.Optional(Id),
    userId: Type.Optional({ ...Id, description: 'Whose mail it is.' }),
    kind: KIND,
    status: oneOf('pending', 'delivered', 'abandoned'),
    notificationIds: Type.Array(Id, { description: 'The first 50 of them.' }),
    count: Type.Integer({ minimum: 1 }),
    queuedAt: Timestamp,
    nextAttemptAt: Type.Optional(Timestamp),
    attempts: Type.Array(
      Type.Object({
        time: Timestamp,
        outcome: oneOf('delivered', 'failed', 'abandoned'),
        code: Type.Optional(Type.String()),
        status: Type.Optional(Type.Integer()),
      }),
    ),
  },
  { title: 'NotificationDelivery' },
);

export const DeliveryQuery = input({
  organizationId: Type.Optional(Id),
  status: Type.Optional(oneOf('pending', 'delivered', 'abandoned')),
  channelId: Type.Optional(Id),
  ...paging,
});
export type DeliveryQuery = Static<typeof DeliveryQuery>;
