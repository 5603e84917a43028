import { ListOf } from '../platform/validation/list-of';
import { Nested, nested } from '../platform/validation/nested';
import { OneOf } from '../platform/validation/one-of';
import { Optional } from '../platform/validation/optional';
import { Patterned, patterned } from '../platform/validation/patterned';
import { Text } from '../platform/validation/text';
import { ToldText } from '../platform/validation/told';

/** 32 bytes, base64url. */
const RawKey = (): PropertyDecorator =>
  Patterned({ max: 43, pattern: '^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$', says: 'must be 32 bytes, base64url' });
/** 64 bytes, base64url. */
const Signature = (): PropertyDecorator =>
  Patterned({ max: 86, pattern: '^[A-Za-z0-9_-]{85}[AQgw]$', says: 'must be 64 bytes, base64url' });

const connector = patterned({ max: 64, pattern: '^[a-z][a-z0-9-]*$', says: 'is no connector' });

/** What `wire/agent-messages` calls `AgentFacts`; the lease brings them too. */
export class AgentFactsDto {
  @Text({ max: 255 }) hostname!: string;
  @Text({ max: 200 }) platform!: string;
  @Text({ max: 100 }) agentVersion!: string;
  @ListOf(connector, { max: 64, unique: true }) connectors!: string[];
}

export class ChallengeDto {
  @RawKey() nonce!: string;
  @RawKey() signingKey!: string;
}

export class KeyAnnouncementDto {
  @ToldText() formerKey!: string;
  @ToldText() key!: string;
  @ToldText() signature!: string;
}

export class ServerKeyAnswerDto {
  @ToldText() serverKey!: string;
  @ListOf(nested(() => KeyAnnouncementDto)) announcements!: KeyAnnouncementDto[];
}

export class ChallengeAnswerDto {
  @ToldText() serverKey!: string;
  @ToldText() sealingKey!: string;
  @ToldText() proof!: string;
  @ListOf(nested(() => KeyAnnouncementDto)) announcements!: KeyAnnouncementDto[];
}

export class SealedTokenDto {
  @RawKey() enc!: string;
  @Patterned({ max: 600, pattern: '^[A-Za-z0-9_-]+$', says: 'must be base64url' }) ciphertext!: string;
}

export class EnrollDto {
  @Optional() @Patterned({ min: 0, max: 300, pattern: '^[\\w.-]*$', says: 'is no join token' }) token?: string;
  @Optional() @Nested(() => SealedTokenDto) sealedToken?: SealedTokenDto;
  @RawKey() signingKey!: string;
  @RawKey() sealingKey!: string;
  @Nested(() => AgentFactsDto) facts!: AgentFactsDto;
}

export class EnrollAnswerDto {
  @ToldText() agentId!: string;
  @ToldText() hostId!: string;
  @ToldText() hostName!: string;
  @OneOf(['active', 'pending_approval']) status!: 'active' | 'pending_approval';
  @ToldText() serverKey!: string;
}

export class ReplaceKeysDto {
  @RawKey() signingKey!: string;
  @RawKey() sealingKey!: string;
  @Signature() proof!: string;
}
