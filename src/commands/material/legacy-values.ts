import { Inject, Injectable } from '@nestjs/common';
import { decideUpgrade } from '../../domain/identities/decide/schemes';
import { identity } from '../../domain/identities/evolve';
import { organization } from '../../domain/organizations/state';
import { importedAsV1 } from '../../kernel/value-schemes';
import { Clock } from '../../kernel/clock';
import type { Context } from '../../kernel/context';
import { Foreground } from '../../kernel/foreground';
import { Ids } from '../../kernel/ids';
import type { SealedMaterial } from '../../kernel/material';
import { MaterialStore } from '../../kernel/material-store';
import { refuse, type Refusal } from '../../kernel/refusal';
import { Sealing, SealBroken } from '../../kernel/sealing';
import { StoreDamaged, StoreUnavailable, ValueMissing } from '../../kernel/store-errors';
import { StreamReader } from '../../kernel/stream-reader';
import { Decisions } from '../deciding/decisions';
import { KeyReads } from './key-reads';
import { keysInForce, type VaultPlace } from './keys-in-force';
import { SealFailures } from './seal-failures';

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
const MAX_BYTES = 64 * 1024;
const PAGE = 100;
/** What waits for the disk shares its waiting with the others: the more at once, the less each costs. */
const AT_ONCE = 50;
/** While people wait for answers, who come first. */
const AT_ONCE_BESIDE = 4;
const GIVES_WAY_MS = 50;
const TIMEOUT_MS = 30_000;

interface Place {
  readonly identityId: string;
  readonly version: number;
}

const unusable = (detail: string): Refusal => refuse('CREDENTIAL_NOT_USABLE', detail);

/** Values sealed by scheme `v1`: taken in as they are, and sealed as `v2` later under the same number. */
@Injectable()
export class LegacyValues {
  constructor(
    @Inject(MaterialStore) private readonly store: MaterialStore,
    @Inject(Sealing) private readonly sealing: Sealing,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(StreamReader) private readonly reader: StreamReader,
    @Inject(Ids) private readonly ids: Ids,
    @Inject(Decisions) private readonly deciding: Decisions,
    @Inject(SealFailures) private readonly failures: SealFailures,
    @Inject(Foreground) private readonly foreground: Foreground,
  ) {}

  /**
   * The value of a `v1` text, to be judged and thrown away: base64 of nonce ‖ ciphertext ‖ tag. Only after the caller was found
   * to be an owner: it tells whether a ciphertext opens here.
   */
  async tryOut(place: VaultPlace, text: string): Promise<{ readonly value: string } | Refusal> {
    if (!BASE64.test(text)) return unusable('A v1 value is base64 of nonce, ciphertext and tag.');
    try {
      const { secret } = await keysInForce(this.store, this.sealing, place, new KeyReads(this.store));
      const material = this.material(place, 'to-be-made', 1, text, secret.secretVersion);
      const value = this.sealing.openV1(material, secret);
      const bytes = Buffer.byteLength(value, 'utf8');
      return bytes > 0 && bytes <= MAX_BYTES ? { value } : unusable('A value has 1 byte to 64 KiB.');
    } catch (error) {
      if (!(error instanceof SealBroken)) throw error;
      return unusable('The v1 value does not open under the organization secret; is it the secret that sealed it?');
    }
  }

  /** Stores it as it is, durably, before any fact points to it; answers its number. A repetition finds what it stored before. */
  async keep(place: VaultPlace, identityId: string, text: string): Promise<number> {
    for (;;) {
      const last = (await this.store.versions(identityId)).at(-1) ?? 0;
      const found = await this.store.get(identityId, last);
      if (found?.scheme === 'v1' && Buffer.from(text, 'base64').equals(found.box)) return last;
      const { secret } = await keysInForce(this.store, this.sealing, place, new KeyReads(this.store));
      const version = last + 1;
      if (await this.store.add(this.material(place, identityId, version, text, secret.secretVersion))) {
        await this.assertOpenable(place.organizationId, secret.secretVersion);
        return version;
      }
    }
  }

  /**
   * Seals one version as `v2`, then tells it; however often, and on however many nodes, one rewrites it and one fact says so. One
   * that is `v2` already lacks the fact alone. Errors: `SealBroken`, `StoreDamaged`, told as an alarm.
   */
  async upgrade(context: Context, identityId: string, version: number): Promise<void> {
    await this.failures.watch(identityId, version, () => this.rewrite(identityId, version));
    // Not the cause's own ids: what comes again may find less to do, and would give them to another fact.
    const anew = { ...context, ids: this.ids };
    await this.deciding.decide(anew, { fold: identity, id: identityId }, ({ target }) =>
      decideUpgrade(target.state, identityId, version),
    );
  }

  /**
   * Upgrades a page of what an organization has, beside checkouts and beside other nodes. Answers where the next one begins; what
   * does not open is told as an alarm, and holds up no other.
   */
  async upgradePage(context: Context, organizationId: string, after?: Place): Promise<{ next?: Place }> {
    const page = await this.store.legacy(organizationId, { limit: PAGE, ...(after === undefined ? {} : { after }) });
    const patient = { ...context, deadline: this.clock.now() + TIMEOUT_MS };
    for (let done = 0; done < page.length;) {
      const some = page.slice(done, done + (this.foreground.isBusy ? AT_ONCE_BESIDE : AT_ONCE));
      done += some.length;
      await this.foreground.lull(GIVES_WAY_MS);
      await Promise.all(some.map((each) => this.upgradeIfOpens(patient, each.identityId, each.version)));
    }
    const last = page.length < PAGE ? undefined : page.at(-1);
    return last === undefined ? {} : { next: { identityId: last.identityId, version: last.version } };
  }

  /** False for one that does not open. */
  async upgradeIfOpens(context: Context, identityId: string, version: number): Promise<boolean> {
    try {
      await this.upgrade(context, identityId, version);
      return true;
    } catch (error) {
      if (error instanceof SealBroken || error instanceof StoreDamaged) return false;
      throw error;
    }
  }

  private async rewrite(identityId: string, version: number): Promise<void> {
    const view = await this.reader.fresh();
    const [material, { state: found }] = await Promise.all([
      this.store.get(identityId, version),
      view.load(identity, identityId),
    ]);
    if (material === undefined) {
      if (found.schemes[version] !== 'v1') return;
      throw new ValueMissing(`the material store lacks version ${version} of identity ${identityId}`);
    }
    if (material.scheme !== 'v1') return;
    if (!importedAsV1(found.schemes).includes(version)) {
      throw new SealBroken(`version ${version} of identity ${identityId}`);
    }
    const { organizationId, vaultId } = material;
    const { state } = await view.load(organization, organizationId);
    const reads = new KeyReads(this.store);
    const old = await reads.secret(organizationId, material.secretVersion);
    if (old === undefined) {
      // Somebody else has rewritten it since, and the secret went after that; else it is damage.
      if ((await this.store.get(identityId, version))?.scheme !== 'v1') return;
      throw new ValueMissing(`the material store lacks secret ${material.secretVersion} of ${organizationId}`);
    }
    const { secret, keys } = await keysInForce(
      this.store,
      this.sealing,
      { organizationId, vaultId, organization: state },
      reads,
    );
    const value = this.sealing.openV1(material, old);
    if (await this.store.upgrade(this.sealing.seal(material, value, keys, secret, material.storedAt))) {
      await this.assertOpenable(organizationId, secret.secretVersion);
    }
  }

  private material(
    { organizationId, vaultId }: VaultPlace,
    identityId: string,
    version: number,
    text: string,
    secretVersion: number,
  ): SealedMaterial {
    const box = Buffer.from(text, 'base64');
    const storedAt = this.clock.now();
    return { organizationId, vaultId, identityId, version, secretVersion, scheme: 'v1', box, storedAt };
  }

  /** A secret that was replaced and destroyed while a value came to be sealed by it must not be the only way in. */
  private async assertOpenable(organizationId: string, secretVersion: number): Promise<void> {
    if ((await this.store.secret(organizationId, secretVersion)) === undefined) {
      throw new StoreUnavailable('the organization secret was replaced meanwhile; try again');
    }
  }
}
