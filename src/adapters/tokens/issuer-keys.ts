import { createRemoteJWKSet, customFetch, errors, type FlattenedJWSInput, type JWSHeaderParameters } from 'jose';
import type { Clock } from '../../kernel/clock';
import { IssuerUnavailable } from '../../kernel/issuer-unavailable';
import { boundedFetch } from './bounded-fetch';

const FETCH_MS = 5_000;
/** A key that is gone from what the issuer publishes is refused within five minutes: this, and what is remembered of a token. */
const FRESH_MS = 3 * 60_000;
/** By default, known keys serve on for this long while the issuer does not answer: then a key it took back may be among them. */
const STALE_MS = 24 * 60 * 60_000;
/** An unknown key id asks for the keys again, but not more often: tokens with made-up ids must not become requests to the issuer. */
const COOLDOWN_MS = 10_000;
/** With no key at all nobody signs in: it is asked again sooner. */
export const RETRY_S = 2;

export interface IssuerKeysOptions {
  /** Told how each fetch ended, with its error when it failed; and of a key that was published and can't be used. */
  readonly onFetch?: (error: unknown) => void;
  readonly cooldownMs?: number;
  /** How long known keys serve on while the issuer does not answer. */
  readonly staleMs?: number | undefined;
}

type Key = Awaited<ReturnType<ReturnType<typeof createRemoteJWKSet>>>;

/**
 * The keys an OpenID Connect issuer publishes, which may rotate at any time. Fetched once they are needed, again when they
 * are three minutes old or a token names one that is not among them. When that fails, the known ones serve on, by default for a day.
 */
export class IssuerKeys {
  private readonly remote: ReturnType<typeof createRemoteJWKSet>;
  private readonly cooldownMs: number;
  private askedAt = -Infinity;
  private fetchedAt = -Infinity;
  private failed = false;

  constructor(
    url: string,
    private readonly clock: Clock,
    private readonly options: IssuerKeysOptions = {},
  ) {
    this.cooldownMs = options.cooldownMs ?? COOLDOWN_MS;
    // When to fetch is decided here: the library would forget what it knows as soon as one fetch fails.
    this.remote = createRemoteJWKSet(new URL(url), {
      [customFetch]: boundedFetch,
      timeoutDuration: FETCH_MS,
      cacheMaxAge: Infinity,
      cooldownDuration: Infinity,
    });
  }

  /** The key a token names. Errors: `JWKSNoMatchingKey`, and {@link IssuerUnavailable} when it may be one not yet fetched. */
  readonly find = async (header: JWSHeaderParameters, token: FlattenedJWSInput): Promise<Key> => {
    await this.refresh();
    try {
      return await this.remote(header, token);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
    }
    if (this.since(this.askedAt) >= this.cooldownMs) await this.fetch();
    if (this.failed) throw new IssuerUnavailable(RETRY_S);
    return this.remote(header, token);
  };

  private async refresh(): Promise<void> {
    const age = this.since(this.fetchedAt);
    if (age < FRESH_MS) return;
    const usable = age < (this.options.staleMs ?? STALE_MS);
    const pause = usable ? this.cooldownMs : Math.min(this.cooldownMs, RETRY_S * 1_000);
    // Whoever has keys to go on with does not wait for an issuer that failed to answer just now.
    if (!this.failed || this.since(this.askedAt) >= pause) {
      const fetching = this.fetch();
      if (!usable || !this.failed) await fetching;
    }
    if (!usable && this.failed) throw new IssuerUnavailable(RETRY_S);
  }

  /** Never rejects; several callers share one request. */
  private async fetch(): Promise<void> {
    this.askedAt = this.clock.now();
    const first = !this.remote.reloading;
    try {
      await this.remote.reload();
      this.fetchedAt = this.clock.now();
      this.failed = false;
      if (first) this.options.onFetch?.(undefined);
    } catch (error) {
      this.failed = true;
      if (first) this.options.onFetch?.(error);
    }
  }

  private since(time: number): number {
    return this.clock.now() - time;
  }
}
