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
import { Sealing, SealBroken } from '../../kernel/sealing';
import { Shutdown } from '../../kernel/shutdown';
import { StoreDamaged, StoreUnavailable, ValueMissing } from '../../kernel/store-errors';
import { StreamReader, type View } from '../../kernel/stream-reader';
import { Decisions } from '../deciding/decisions';
import { KeyReads } from './key-reads';
import { keysInForce } from './keys-in-force';
import { keepOpenable, type SealedAnew } from './sealed-anew';
import { SealFailures } from './seal-failures';

const PAGE = 250;
/** While people wait for answers, who come first. */
const AT_ONCE_BESIDE = 4;
const GIVES_WAY_MS = 50;
const TIMEOUT_MS = 30_000;

interface Place {
  readonly identityId: string;
  readonly version: number;
  /** As it was read with others; absent: it is read now. */
  readonly material?: SealedMaterial;
}

const placeOf = ({ identityId, version }: SealedMaterial) => ({ identityId, version });

/** What those of one go share: streams at one moment, and keys that are read once. */
interface Shared {
  readonly view: View;
  readonly reads: KeyReads;
}

/** One that does not open is told as an alarm, and holds up no other. */
const doesNotOpen = (error: unknown): boolean => error instanceof SealBroken || error instanceof StoreDamaged;

/**
 * Values sealed by scheme `v1`, sealed as `v2` under the same number, and then told: however often, and on however many nodes, one
 * rewrites a value and one fact says so. One that is `v2` already lacks the fact alone. Many are done in one go: keys are read
 * once, what is written waits for the disk together, and so do the facts; each is still a value and a fact of its own, which
 * fails alone.
 */
@Injectable()
export class LegacyUpgrades {
  constructor(
    @Inject(MaterialStore) private readonly store: MaterialStore,
    @Inject(Sealing) private readonly sealing: Sealing,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(StreamReader) private readonly reader: StreamReader,
    @Inject(Ids) private readonly ids: Ids,
    @Inject(Decisions) private readonly deciding: Decisions,
    @Inject(SealFailures) private readonly failures: SealFailures,
    @Inject(Foreground) private readonly foreground: Foreground,
    @Inject(Shutdown) private readonly shutdown: Shutdown,
  ) {}

  /** Errors: `SealBroken`, `StoreDamaged`, told as an alarm. */
  async upgrade(context: Context, identityId: string, version: number): Promise<void> {
    await this.one(context, await this.shared(), { identityId, version });
  }

  /** False for one that does not open. */
  async upgradeIfOpens(context: Context, identityId: string, version: number): Promise<boolean> {
    try {
      await this.upgrade(context, identityId, version);
      return true;
    } catch (error) {
      if (doesNotOpen(error)) return false;
      throw error;
    }
  }

  /**
   * Upgrades all that an organization has, beside checkouts and beside other nodes; goes on where it was stopped. What does not
   * open is told as an alarm. What fails otherwise is thrown once all others are done, a store that is away at once, and
   * `ShuttingDown` when the process stops.
   */
  async upgradeAll(context: Context, organizationId: string): Promise<void> {
    const failures: unknown[] = [];
    for (let last: SealedMaterial | undefined, more = true; more;) {
      const after = last === undefined ? {} : { after: placeOf(last) };
      const page = await this.store.legacy(organizationId, { limit: PAGE, ...after });
      failures.push(...(await this.upgradePage(context, page)));
      last = page.at(-1);
      more = page.length === PAGE;
    }
    if (failures.length > 0) throw failures[0];
  }

  /** Answers what failed for another reason than that it does not open. */
  private async upgradePage(context: Context, page: readonly SealedMaterial[]): Promise<readonly unknown[]> {
    const patient = { ...context, deadline: this.clock.now() + TIMEOUT_MS };
    const errors: unknown[] = [];
    for (let done = 0; done < page.length;) {
      await this.foreground.lull(GIVES_WAY_MS);
      this.shutdown.throwIfBegun();
      const some = page.slice(done, done + (this.foreground.isBusy ? AT_ONCE_BESIDE : PAGE));
      done += some.length;
      const shared = await this.shared();
      const outcomes = await Promise.allSettled(
        some.map((material) => this.oneTold(patient, shared, { ...placeOf(material), material })),
      );
      const failed = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as unknown] : []));
      errors.push(...failed.filter((error) => !doesNotOpen(error)));
      const away = errors.find((error) => error instanceof StoreUnavailable);
      if (away !== undefined) throw away;
    }
    return errors;
  }

  private async shared(): Promise<Shared> {
    return { view: await this.reader.fresh(), reads: new KeyReads(this.store) };
  }

  /** One of which no fact tells at all is left alone: of an import that is under way its fact comes after, of another nobody asks. */
  private async oneTold(context: Context, shared: Shared, place: Place): Promise<void> {
    const { state } = await shared.view.load(identity, place.identityId);
    if (state.status !== 'none') await this.one(context, shared, place);
  }

  private async one(context: Context, shared: Shared, place: Place): Promise<void> {
    const { identityId, version } = place;
    await this.failures.watch(identityId, version, () => this.rewrite(shared, place));
    // Not the cause's own ids: what comes again may find less to do, and would give them to another fact.
    const anew = { ...context, ids: this.ids };
    await this.deciding.decide(anew, { fold: identity, id: identityId }, ({ target }) =>
      decideUpgrade(target.state, identityId, version),
    );
  }

  private async rewrite(shared: Shared, place: Place): Promise<void> {
    const anew = await this.sealedAnew(shared, place);
    if (anew === undefined || !(await this.store.upgrade(anew.material))) return;
    await keepOpenable({ store: this.store, sealing: this.sealing, reader: this.reader }, anew);
  }

  /** Undefined: nothing of it is `v1` any more. */
  private async sealedAnew(
    { view, reads }: Shared,
    { identityId, version, material: read }: Place,
  ): Promise<SealedAnew | undefined> {
    // A vault without keys may have been destroyed since, and gets none by what was read before.
    const isCurrent = read !== undefined && (await reads.vaultKeys(read.vaultId)) !== undefined;
    const [material, { state: found }] = await Promise.all([
      isCurrent ? read : this.store.get(identityId, version),
      view.load(identity, identityId),
    ]);
    if (material === undefined) {
      if (found.schemes[version] !== 'v1') return undefined;
      throw new ValueMissing(`the material store lacks version ${version} of identity ${identityId}`);
    }
    if (material.scheme !== 'v1') return undefined;
    if (!importedAsV1(found.schemes).includes(version)) {
      throw new SealBroken(`version ${version} of identity ${identityId}`);
    }
    const { organizationId, vaultId } = material;
    const { state } = await view.load(organization, organizationId);
    const old = await reads.secret(organizationId, material.secretVersion);
    if (old === undefined) {
      // Somebody else has rewritten it since, and the secret went after that; else it is damage.
      if ((await this.store.get(identityId, version))?.scheme !== 'v1') return undefined;
      throw new ValueMissing(`the material store lacks secret ${material.secretVersion} of ${organizationId}`);
    }
    const by = await keysInForce(this.store, this.sealing, { organizationId, vaultId, organization: state }, reads);
    const value = this.sealing.openV1(material, old);
    return { material: this.sealing.seal(material, value, by.keys, by.secret, material.storedAt), by };
  }
}
