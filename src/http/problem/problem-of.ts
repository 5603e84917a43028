import type { FastifyError } from 'fastify';
import { entryOf } from '../../kernel/entry-of';
import { IssuerUnavailable } from '../../kernel/issuer-unavailable';
import { refuse, type Refusal } from '../../kernel/refusal';
import { RefusedError } from '../../kernel/refused-error';
import { FactTooLarge, StoreUnavailable, ValueMissing, WrongExpectedRevision } from '../../kernel/store-errors';
import { StreamUnreadable } from '../../kernel/stream-unreadable';
import { isProblemCode } from './codes';

const unavailable = (detail: string): Refusal => refuse('UNAVAILABLE', detail, { retryAfterSeconds: 1 });

const VALUE_MISSING = refuse(
  'VALUE_MISSING',
  'The stored value, or a key it is sealed by, is not in the material store. Nothing was shown. Trying again does not help: bring the material back from a backup, or set the value anew.',
);
const unreadable = ({ stream, revision, type, fault }: StreamUnreadable): Refusal =>
  refuse(
    'STREAM_UNREADABLE',
    `${stream} can not be read at revision ${revision}: ${fault}. ${
      type === undefined
        ? 'Restore what is lost in the event store'
        : 'Start a release that can read it, where there is one'
    }; or an owner settles it (GET /operations/damage; keyledger settle, where nobody can sign in).`,
    { stream, revision },
  );

/** Its wire name says what of the request is too long: a list, mostly. */
const tooLong = ({ type, bytes }: FactTooLarge): Refusal =>
  refuse(
    'PAYLOAD_TOO_LARGE',
    `What is asked for would be recorded as one fact of ${bytes} bytes (${type}), and a fact may have 61440. Nothing was done; ask for less at once.`,
  );

const field = (name: string, message: string): Refusal =>
  refuse('VALIDATION_FAILED', `${name} ${message}.`, { errors: [{ field: name, message }] });

/** What Fastify itself refuses, before any handler. */
const OF_FASTIFY: Readonly<Record<string, Refusal>> = {
  FST_ERR_BAD_URL: field('path', 'is not URL-encoded UTF-8'),
  FST_ERR_MAX_PARAM_LENGTH: refuse('NOT_FOUND', 'There is nothing here.'),
  FST_ERR_CTP_BODY_TOO_LARGE: refuse('PAYLOAD_TOO_LARGE', 'A body may have 512 KiB; what an agent sends, 16 KiB.'),
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: field('body', 'is not as long as Content-Length says'),
  FST_ERR_CTP_INVALID_MEDIA_TYPE: refuse('UNSUPPORTED_MEDIA_TYPE', 'Send application/json.'),
};

/**
 * What an error means to the caller. Whatever nobody thought of is `INTERNAL`, and tells nothing: an error's message may
 * hold what it failed on.
 */
export const problemOf = (error: unknown): Refusal => {
  if (error instanceof RefusedError && isProblemCode(error.refusal.code)) return error.refusal;
  if (error instanceof IssuerUnavailable) {
    const { retryAfterSeconds } = error;
    return refuse('ISSUER_UNAVAILABLE', 'The keys of the token issuer can not be fetched. Try again.', {
      retryAfterSeconds,
    });
  }
  if (error instanceof StoreUnavailable) return unavailable('A store does not answer. Try again.');
  if (error instanceof ValueMissing) return VALUE_MISSING;
  if (error instanceof WrongExpectedRevision) return unavailable('Too many changes at once. Try again.');
  if (error instanceof StreamUnreadable) return unreadable(error);
  if (error instanceof FactTooLarge) return tooLong(error);
  const code = (error as Partial<FastifyError> | null)?.code;
  const known = typeof code === 'string' && Object.hasOwn(OF_FASTIFY, code) ? entryOf(OF_FASTIFY, code) : undefined;
  return known ?? refuse('INTERNAL', 'Something went wrong. The correlation id finds it in the log.');
};
