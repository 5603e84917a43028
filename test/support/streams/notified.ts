import type { Channel } from '../../../src/domain/notification-channels/events';
import type { Mail, MailMessage, Sent, WebhookMessage } from '../../../src/kernel/outside';
import { EARLIER } from './a-vault';
import { fact } from './ground-of';
import { peopleOf, PLACES } from './people';
import type { Streams } from './view-of';

/** Who there is to be notified. */
export const PEOPLE = peopleOf(
  {
    boss: { owner: true },
    ann: { here: ['pam_vaults.view'] },
    left: {},
    off: { off: true },
    robot: { machine: true },
    vendor: { owner: true, support: true },
  },
  PLACES,
);

const RAISED = {
  kind: 'break-glass',
  severity: 'critical',
  title: 'The glass was broken',
  identityId: 'i',
  reason: 'the site is down',
  cause: 'keyledger.identity-checked-out.v1',
  recipients: ['boss'],
  concerned: ['ann'],
  raisedAt: EARLIER,
};

/** A notification of organization `o`, to an owner, that concerns Ann. */
export const raised = (notificationId: string, more: object = {}): Streams =>
  ofAccount(notificationId, { organizationId: 'o', ...more });

/** One that belongs to no organization. */
export const ofAccount = (notificationId: string, more: object = {}): Streams => ({
  [`notification-${notificationId}`]: [fact('notification-raised', { notificationId, ...RAISED, ...more })],
});

/** The channels of an organization, or of the account. */
export const channels = (place: string, ...those: readonly object[]): Streams => ({
  [`notificationChannels-${place}`]: [
    fact('notification-channels-set', { channels: those, setBy: 'boss', setAt: EARLIER }),
  ],
});
export const HOOK = { channelId: 'hook', kind: 'webhook', url: 'https://chat.example.com/in', secretVersion: 3 };
export const POST = { channelId: 'post', kind: 'mail', to: 'ops@example.com' };

/** What leaves the server, as its receivers get it, and what they answer. */
export class Outside {
  readonly mails: MailMessage[] = [];
  readonly posts: WebhookMessage[] = [];
  constructor(
    readonly answer: Sent = { delivered: true },
    readonly isOn = true,
  ) {}
  get mail(): Mail {
    const send = async (message: MailMessage) => {
      this.mails.push(message);
      return this.answer;
    };
    return { isOn: this.isOn, send };
  }
  readonly webhooks = {
    post: async (message: WebhookMessage) => {
      this.posts.push(message);
      return this.answer;
    },
  };
  readonly secrets = {
    open: async ({ channelId, secretVersion, url }: Channel) =>
      channelId === 'hook' && secretVersion === 3 ? { url, secret: 'whsec' } : undefined,
  };
}
