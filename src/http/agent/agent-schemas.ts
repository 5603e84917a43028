import { Type } from '@sinclair/typebox';
import { input, oneOf } from '../schema/fields';
import { line } from '../schema/text';

/** 32 bytes, base64url. */
const RawKey = Type.String({
  pattern: '^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$',
  'x-says': 'must be 32 bytes, base64url',
});
/** 64 bytes, base64url. */
const Signature = Type.String({ pattern: '^[A-Za-z0-9_-]{85}[AQgw]$', 'x-says': 'must be 64 bytes, base64url' });

/** What `wire/agent-messages` calls `AgentFacts`; the lease brings them too. */
export const AgentFactsBody = input({
  hostname: line({ max: 255 }),
  platform: line({ max: 200 }),
  agentVersion: line({ max: 100 }),
  connectors: Type.Array(Type.String({ maxLength: 64, pattern: '^[a-z][a-z0-9-]*$', 'x-says': 'is no connector' }), {
    maxItems: 64,
    uniqueItems: true,
  }),
});

const Base64Url = Type.String({ maxLength: 600, pattern: '^[A-Za-z0-9_-]+$', 'x-says': 'must be base64url' });

export const ChallengeBody = input({ nonce: RawKey, signingKey: RawKey });

export const ChallengeAnswerBody = Type.Object({
  serverKey: Type.String(),
  sealingKey: Type.String(),
  proof: Type.String(),
});

export const EnrollBody = input({
  token: Type.Optional(Type.String({ maxLength: 300, pattern: '^[\\w.-]*$', 'x-says': 'is no join token' })),
  sealedToken: Type.Optional(input({ enc: RawKey, ciphertext: Base64Url })),
  signingKey: RawKey,
  sealingKey: RawKey,
  facts: AgentFactsBody,
});

export const EnrollAnswerBody = Type.Object({
  agentId: Type.String(),
  hostId: Type.String(),
  hostName: Type.String(),
  status: oneOf('active', 'pending_approval'),
  serverKey: Type.String(),
});

export const ReplaceKeysBody = input({ signingKey: RawKey, sealingKey: RawKey, proof: Signature });
