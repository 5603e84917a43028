import type { WantedChannel } from '../../commands/notifications/set-notification-channels';
import type { FieldError } from '../platform/validation/field-errors';
import { invalid } from '../platform/validation/invalid';
import type { SetChannelDto as Given, SetChannelsDto } from './channel.dtos';

const isUrl = (text: string): boolean => {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password, hash } = new URL(text);
  return (protocol === 'https:' || protocol === 'http:') && `${username}${password}${hash}` === '';
};

const isSecret = (secret: string): boolean => {
  if (!secret.startsWith('whsec_')) return true;
  const base64 = secret.slice('whsec_'.length);
  const { length } = Buffer.from(base64, 'base64');
  return /^[A-Za-z0-9+/]+={0,2}$/.test(base64) && length >= 24 && length <= 64;
};

const complaintsOf = ({ kind, url, to, secret }: Given): readonly (readonly [string, string])[] =>
  kind === 'mail'
    ? [
        ...(to === undefined ? ([['to', 'is needed for mail']] as const) : []),
        ...(url === undefined ? [] : ([['url', 'is for webhooks']] as const)),
        ...(secret === undefined ? [] : ([['secret', 'is for webhooks']] as const)),
      ]
    : [
        ...(url === undefined ? ([['url', 'is needed for a webhook']] as const) : []),
        ...(url !== undefined && !isUrl(url)
          ? ([['url', 'must be an https address without user, password and fragment']] as const)
          : []),
        ...(secret !== undefined && !isSecret(secret)
          ? ([['secret', 'must be whsec_ and base64 of 24 to 64 bytes, or a text that does not begin so']] as const)
          : []),
        ...(to === undefined ? [] : ([['to', 'is for mail']] as const)),
      ];

/** The channels of a body, each with what its kind needs. Errors: `Refused`. */
export const wantedChannels = ({ channels }: SetChannelsDto): readonly WantedChannel[] => {
  const ids = channels.flatMap(({ id }) => id ?? []);
  const errors: readonly FieldError[] = [
    ...channels.flatMap((channel, n) =>
      complaintsOf(channel).map(([field, message]) => ({ field: `channels[${n}].${field}`, message })),
    ),
    ...(new Set(ids).size < ids.length ? [{ field: 'channels', message: 'names a channel twice' }] : []),
  ];
  if (errors.length > 0) throw invalid(...errors);
  return channels.map(({ hasSecret: _, ...channel }) => channel);
};
