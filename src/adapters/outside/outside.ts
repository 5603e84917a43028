import type { Config } from '../../config/config';
import { sinksOf } from '../sinks/sinks-of';
import { derivedIds } from './derived-ids';
import { sha256Digest } from './sha256-digest';
import { signedWebhooks } from './signed-webhooks';
import { smtpMail } from './smtp-mail';
import { systemRandom } from './system-random';

/** What lies outside of us and of our stores. */
export const outside = ({ notifications, sinks }: Pick<Config, 'notifications' | 'sinks'>) => ({
  derivedIds,
  random: systemRandom,
  digest: sha256Digest,
  webhooks: signedWebhooks(notifications.webhookAllowedAddresses),
  mail: smtpMail(notifications.mail),
  sinks: sinksOf(sinks),
});
