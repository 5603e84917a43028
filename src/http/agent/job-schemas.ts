import { Type } from '@sinclair/typebox';
import { Id, input, oneOf, Timestamp } from '../schema/fields';
import { line } from '../schema/text';
import { AgentFactsBody } from './agent-schemas';

/** The longest an agent may ask a poll to last, seconds: below the idle limits of usual proxies. */
const MOST_SECONDS = 50;

const Code = Type.String({ maxLength: 64, pattern: '^[A-Z][A-Z0-9_]*$', 'x-says': 'is no code' });

export const LeaseBody = input({
  wait: Type.Integer({ minimum: 0, maximum: MOST_SECONDS }),
  instance: Type.String({ minLength: 1, maxLength: 100, pattern: '^[\\w.-]+$', 'x-says': 'is no name of a run' }),
  facts: Type.Optional(AgentFactsBody),
});

export const LeaseAnswerBody = Type.Object({
  leaseId: Type.String(),
  leaseUntil: Timestamp,
  job: Type.Object({
    order: Type.String(),
    sealed: Type.Object({ enc: Type.String(), ciphertext: Type.String() }),
    signature: Type.String(),
  }),
});

export const LeaseReferenceBody = input({ leaseId: Id });

export const LeaseUntil = Type.Object({ leaseUntil: Timestamp });

export const JobResultBody = input({
  leaseId: Id,
  type: oneOf('set', 'verify'),
  version: Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER }),
  outcome: oneOf('confirmed', 'not_changed', 'unverified', 'drifted'),
  code: Type.Optional(Code),
  detail: Type.Optional(line({ max: 300 })),
  held: Type.Optional(Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER })),
  warnings: Type.Optional(Type.Array(Code, { maxItems: 20, uniqueItems: true })),
  target: Type.Optional(
    input({
      machine: line({ max: 200 }),
      port: Type.Optional(Type.Integer({ minimum: 1, maximum: 65_535 })),
      name: line({ max: 300 }),
    }),
  ),
});

export const Recorded = Type.Object({});
