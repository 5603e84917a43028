import { createCipheriv, createDecipheriv, randomBytes, randomUUID } from 'node:crypto';
import type { FloorFact, FloorLog } from './floor-log';
import type { SampleFact, Samples } from './order';

interface Identity {
  revision: number;
  readonly open: Map<string, string>;
  readonly iv: Buffer;
  readonly sealed: Buffer;
  readonly tag: Buffer;
}

const MOST_OPEN = 1000;
const MINUTE_MS = 60_000;

/** The rule of a checkout and nothing around it: decide on what is in memory, append, open the value. */
export class FloorVault {
  private readonly key = randomBytes(32);
  private readonly identities = new Map<string, Identity>();
  private readonly reveals = new Map<string, number>();

  constructor(
    private readonly log: FloorLog,
    private readonly samples: Samples,
  ) {}

  /** Undefined: refused. */
  async checkOut(identityId: string, asked: { readonly reason: string; readonly durationMinutes: number }) {
    const identity = this.identity(identityId);
    const now = Date.now();
    const time = new Date(now).toISOString();
    for (const [id, expiresAt] of identity.open) if (expiresAt <= time) identity.open.delete(id);
    if (identity.open.size >= MOST_OPEN) return undefined;
    const sessionId = `${identityId}.${randomUUID().replaceAll('-', '')}`;
    const expiresAt = new Date(now + asked.durationMinutes * MINUTE_MS).toISOString();
    identity.open.set(sessionId, expiresAt);
    const changed = { ...asked, sessionId, identityId, checkedOutAt: time, expiresAt };
    const fact = await this.append(identityId, identity, this.samples.checkedOut, changed, time);
    const { session, credential } = this.samples.checkout;
    const shown = { id: sessionId, identityId, reason: asked.reason, checkedOutAt: time, expiresAt };
    return {
      fact,
      answer: {
        session: { ...session, ...shown },
        credential: { ...credential, value: this.open(identityId, identity) },
      },
    };
  }

  /** Undefined: there is no such open session. */
  async checkIn(sessionId: string) {
    const [identityId = ''] = sessionId.split('.');
    const identity = this.identity(identityId);
    if (!identity.open.delete(sessionId)) return undefined;
    const endedAt = new Date().toISOString();
    const fact = await this.append(
      identityId,
      identity,
      this.samples.checkedIn,
      { sessionId, identityId, endedAt },
      endedAt,
    );
    return { fact, answer: { ...this.samples.checkin, id: sessionId, identityId, endedAt } };
  }

  async reveal(identityId: string, reason: string) {
    const revision = (this.reveals.get(identityId) ?? -1) + 1;
    this.reveals.set(identityId, revision);
    const time = new Date().toISOString();
    const made = this.fact(this.samples.revealed, { reason, identityId }, time);
    const fact = await this.log.append(`reveal-${identityId}`, revision, made);
    const { credential, ...rest } = this.samples.reveal;
    return {
      fact,
      answer: { credential: { ...credential, value: this.open(identityId, this.identity(identityId)) }, ...rest },
    };
  }

  private append(id: string, identity: Identity, sample: SampleFact, data: object, time: string): Promise<FloorFact> {
    identity.revision += 1;
    return this.log.append(`identity-${id}`, identity.revision, this.fact(sample, data, time));
  }

  private fact({ type, data, metadata }: SampleFact, changed: object, time: string): SampleFact {
    const correlationId = randomUUID().replaceAll('-', '');
    return { type, data: { ...data, ...changed }, metadata: { ...metadata, correlationId, time } };
  }

  private identity(id: string): Identity {
    const known = this.identities.get(id);
    if (known !== undefined) return known;
    const iv = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', this.key, iv).setAAD(Buffer.from(id));
    const sealed = Buffer.concat([cipher.update(`value of ${id}`), cipher.final()]);
    const made: Identity = { revision: -1, open: new Map(), iv, sealed, tag: cipher.getAuthTag() };
    this.identities.set(id, made);
    return made;
  }

  private open(id: string, { iv, sealed, tag }: Identity): string {
    const decipher = createDecipheriv('aes-256-gcm', this.key, iv).setAAD(Buffer.from(id)).setAuthTag(tag);
    return decipher.update(sealed, undefined, 'utf8') + decipher.final('utf8');
  }
}
