import type { RaisedNotification } from '../../domain/notifications/state';

/** A notification as it leaves the server. */
export interface ToldNotification {
  readonly id: string;
  readonly raised: RaisedNotification;
}

const MOST_SHOWN = 20;

const shown = ({ id, raised }: ToldNotification) => ({ id, ...raised.notice, time: raised.raisedAt });

/** The body of a webhook: one notification, or many of a kind as one. Names ids alone: what they stand for is asked for here. */
export const webhookBody = (told: readonly ToldNotification[], count: number, at: string): string => {
  const [first] = told;
  const { kind = '', severity = '', title = '' } = first?.raised.notice ?? {};
  const data =
    count === 1 && first !== undefined
      ? shown(first)
      : {
          kind,
          severity,
          title,
          count,
          since: first?.raised.raisedAt,
          notifications: told.slice(0, MOST_SHOWN).map(shown),
        };
  return JSON.stringify({ type: `notification.${kind}`, timestamp: at, data });
};

const FIELDS = [
  ['organizationId', 'Organization'],
  ['identityGroupId', 'Vault'],
  ['identityId', 'Identity'],
  ['sessionId', 'Session'],
  ['hostId', 'Host'],
  ['userId', 'User'],
  ['reason', 'Reason'],
] as const;

/** As it was signed, line for line, so that it can be cut out and verified. */
const checkpointLines = ({ checkpoint, withoutCheckpoint }: RaisedNotification['notice']): readonly string[] => {
  if (checkpoint !== undefined) return ['Newest checkpoint of the log:', checkpoint.trimEnd()];
  return withoutCheckpoint === true ? ['Newest checkpoint of the log: there was none to be told'] : [];
};

const paragraph = ({ id, raised: { notice, raisedAt } }: ToldNotification): string =>
  [
    notice.title,
    `Time: ${raisedAt}`,
    ...FIELDS.flatMap(([field, name]) => (notice[field] === undefined ? [] : [`${name}: ${notice[field]}`])),
    `Notification: ${id}`,
    ...checkpointLines(notice),
  ].join('\n');

/** Subject and text of a mail: one notification, or many of a kind as one. */
export const mailText = (told: readonly ToldNotification[], count: number) => {
  const { severity = '', title = '' } = told[0]?.raised.notice ?? {};
  const many = count === 1 ? '' : ` (${count} times)`;
  const rest = count > MOST_SHOWN ? [`… and ${count - MOST_SHOWN} more.`] : [];
  return {
    subject: `[Keyledger] ${severity}: ${title}${many}`,
    text: `${[...told.slice(0, MOST_SHOWN).map(paragraph), ...rest].join('\n\n')}\n`,
  };
};
