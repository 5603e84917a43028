import type { KeyObject } from 'node:crypto';
import { JwksClient } from 'jwks-rsa';
import type { Clock } from '../../kernel/clock';
import { IssuerUnavailable } from '../../kernel/issuer-unavailable';
import { TokenRejected } from '../../kernel/token-rejected';
import { fetchKeySet, isForVerifying, type PublishedKey } from './fetch-key-set';
import { PublishedKeys } from './published-keys';
import type { TokenHeader } from './token-parts';

/** A key that is gone from what the issuer publishes is refused within five minutes: this, and what is remembered of a token. */
const FRESH_MS = 3 * 60_000;
/** By default, known keys serve on for this long while the issuer does not answer: then a key it took back may be among them. */
const STALE_MS = 24 * 60 * 60_000;
/** An unknown key id asks for the keys again, but not more often: tokens with made-up ids must not become requests to the issuer. */
const COOLDOWN_MS = 10_000;
/** With no key at all nobody signs in: it is asked again sooner. */
const RETRY_S = 2;

export interface IssuerKeysOptions {
  /** Told how each fetch ended, with its error when it failed. */
  readonly onFetch?: (error: unknown) => void;
  readonly cooldownMs?: number;
  /** How long one fetch may take; default five seconds. */
  readonly timeoutMs?: number;
  /** How long known keys serve on while the issuer does not answer. */
  readonly staleMs?: number | undefined;
}

/**
 * The keys an OpenID Connect issuer publishes, which may rotate at any time. Fetched once they are needed, again when they
 * are three minutes old or a token names one that is not among them. When that fails, the known ones serve on, by default for a day.
 */
export class IssuerKeys {
  private readonly client: JwksClient;
  private readonly cooldownMs: number;
  private known = new PublishedKeys([], []);
  private published: readonly PublishedKey[] = [];
  private fetching: Promise<void> | undefined;
  private askedAt = -Infinity;
  private fetchedAt = -Infinity;
  private failed = false;

  constructor(
    url: string,
    private readonly clock: Clock,
    private readonly options: IssuerKeysOptions = {},
  ) {
    this.cooldownMs = options.cooldownMs ?? COOLDOWN_MS;
    // When to fetch, and how long a key serves, is decided here: the library would ask for each key by itself.
    this.client = new JwksClient({
      jwksUri: url,
      cache: false,
      rateLimit: false,
      fetcher: async (uri) => {
        const set = await fetchKeySet(uri, options.timeoutMs);
        this.published = set.keys;
        return { keys: set.keys.filter(isForVerifying) };
      },
    });
  }

  /** The key a token names. Errors: `TokenRejected`, and {@link IssuerUnavailable} when it may be one not yet fetched. */
  async find(header: TokenHeader): Promise<KeyObject> {
    await this.refresh();
    const known = this.known.find(header);
    if (known !== undefined) return known;
    if (this.since(this.askedAt) >= this.cooldownMs) await this.fetch();
    const found = this.known.find(header);
    if (found !== undefined) return found;
    if (this.failed) throw new IssuerUnavailable(RETRY_S);
    throw new TokenRejected('unknown-key');
  }

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
  private fetch(): Promise<void> {
    this.askedAt = this.clock.now();
    this.fetching ??= this.take().finally(() => {
      this.fetching = undefined;
    });
    return this.fetching;
  }

  private async take(): Promise<void> {
    try {
      const usable = await this.client.getSigningKeys().catch((error: Error & { isEndpointUnavailable?: true }) => {
        if (error.isEndpointUnavailable === true) throw error;
        // A set was fetched, and no key in it is for signatures: those known before are gone.
        return [];
      });
      this.known = new PublishedKeys(this.published, usable);
      this.fetchedAt = this.clock.now();
      this.failed = false;
      this.options.onFetch?.(undefined);
    } catch (error) {
      this.failed = true;
      this.options.onFetch?.(error);
    }
  }

  /** How far a time is from now, ms: one that lies ahead, as the clock was set back, makes nothing fresh either. */
  private since(time: number): number {
    return Math.abs(this.clock.now() - time);
  }
}
