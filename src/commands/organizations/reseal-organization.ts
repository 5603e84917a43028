import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { finishResealing } from '../../domain/organizations/decide';
import { organization } from '../../domain/organizations/state';
import type { Context } from '../../kernel/context';
import { Foreground } from '../../kernel/foreground';
import type { SealedMaterial, SealedSecret } from '../../kernel/material';
import { MaterialStore } from '../../kernel/material-store';
import { Sealing, SealBroken } from '../../kernel/sealing';
import { Shutdown } from '../../kernel/shutdown';
import { StoreDamaged } from '../../kernel/store-errors';
import { StreamReader } from '../../kernel/stream-reader';
import { LegacyUpgrades } from '../material/legacy-upgrades';
import { SealFailures } from '../material/seal-failures';
import { secretInForce } from '../material/secret-in-force';
import { Decisions } from '../deciding/decisions';

const PAGE = 200;
/** Before each value, while people wait for answers. */
const REST_MS = 10;

/**
 * Seals everything of an organization by its newest secret, then forgets the older ones. Each value is replaced alone, so it
 * goes on where it was stopped, beside checkouts and beside another node doing the same. Errors: `ShuttingDown`, at once, when the
 * process stops.
 */
export class ResealOrganization extends Command<void> {
  constructor(
    readonly context: Context,
    readonly organizationId: string,
    /** Told after each page: values done, values that were to do. */
    readonly onProgress: (done: number, total: number) => void = () => undefined,
  ) {
    super();
  }
}

@CommandHandler(ResealOrganization)
export class ResealOrganizationHandler implements ICommandHandler<ResealOrganization> {
  constructor(
    @Inject(Decisions) private readonly deciding: Decisions,
    @Inject(StreamReader) private readonly reader: StreamReader,
    @Inject(MaterialStore) private readonly material: MaterialStore,
    @Inject(Sealing) private readonly sealing: Sealing,
    @Inject(LegacyUpgrades) private readonly upgrades: LegacyUpgrades,
    @Inject(SealFailures) private readonly failures: SealFailures,
    @Inject(Foreground) private readonly foreground: Foreground,
    @Inject(Shutdown) private readonly shutdown: Shutdown,
  ) {}

  async execute({ context, organizationId: id, onProgress }: ResealOrganization): Promise<void> {
    const { state } = await (await this.reader.fresh()).load(organization, id);
    const { secretVersion, resealedTo } = state;
    if (secretVersion <= resealedTo && (await this.material.destroySecretsBefore(id, resealedTo))) {
      return;
    }
    // What is still v1 first: only so does the log say of each that it is v2.
    await this.upgrades.upgradeAll(context, id);
    const values = await this.reseal(id, secretVersion, onProgress);
    await this.deciding.decide(context, { fold: organization, id }, ({ target }) =>
      finishResealing(target.state, id, secretVersion, values),
    );
  }

  private async reseal(id: string, secretVersion: number, onProgress: ResealOrganization['onProgress']) {
    const secret = await secretInForce(this.material, id, secretVersion, this.material);
    if (secret === undefined) {
      // Of a store that was lost, nothing is left that could be sealed anew.
      if (await this.holdsNothing(id, secretVersion)) return 0;
      throw new StoreDamaged(`the material store lacks secret ${secretVersion} of ${id}`);
    }
    let values = 0;
    // A value sealed by the old secret may be on its way while the last page is done; its secret then still stands.
    do {
      await this.resealKeys(id, secret);
      values += await this.resealValues(id, secret, onProgress);
    } while (!(await this.material.destroySecretsBefore(id, secret.secretVersion)));
    return values;
  }

  private async holdsNothing(id: string, secretVersion: number): Promise<boolean> {
    const keys = await this.material.vaultKeysSealedBefore(id, secretVersion, 1);
    return keys.length === 0 && (await this.material.countSealedBefore(id, secretVersion)) === 0;
  }

  private async resealKeys(organizationId: string, secret: SealedSecret): Promise<void> {
    for (;;) {
      const page = await this.material.vaultKeysSealedBefore(organizationId, secret.secretVersion, PAGE);
      for (const keys of page) {
        this.shutdown.throwIfBegun();
        const old = await this.oldSecretOf(keys, () => this.material.vaultKeys(keys.vaultId));
        if (old === undefined) continue;
        await this.material.replaceVaultKeys(this.sealing.resealVaultKeys(keys, old, secret), keys.secretVersion);
      }
      if (page.length < PAGE) {
        return;
      }
    }
  }

  private async resealValues(
    organizationId: string,
    secret: SealedSecret,
    onProgress: (done: number, total: number) => void,
  ): Promise<number> {
    const total = await this.material.countSealedBefore(organizationId, secret.secretVersion);
    for (let done = 0; ;) {
      const page = await this.material.sealedBefore(organizationId, secret.secretVersion, PAGE);
      const broken: SealBroken[] = [];
      for (let taken = 0; taken < page.length;) {
        await this.foreground.giveWay(REST_MS);
        this.shutdown.throwIfBegun();
        // What waits for the disk shares its waiting; while people wait for answers, it is little.
        const some = page.slice(taken, taken + (this.foreground.isBusy ? 1 : PAGE));
        taken += some.length;
        const outcomes = await Promise.allSettled(some.map((material) => this.resealValue(material, secret)));
        broken.push(...this.brokenIn(some, outcomes));
      }
      done += page.length - broken.length;
      onProgress(done, total);
      // What does not open comes with every page; it is told once nothing else is left to do beside it.
      if (broken[0] !== undefined && (page.length < PAGE || broken.length === page.length)) {
        throw broken[0];
      }
      if (page.length < PAGE) {
        return done;
      }
    }
  }

  /** Each is told; what failed for another reason is thrown, once the others are done. */
  private brokenIn(
    some: readonly SealedMaterial[],
    outcomes: readonly PromiseSettledResult<void>[],
  ): readonly SealBroken[] {
    const errors = outcomes.map((outcome) => (outcome.status === 'rejected' ? [outcome.reason as unknown] : []));
    errors.forEach((found, n) => {
      const { identityId, version } = some[n] as SealedMaterial;
      found.forEach((error) => this.failures.tell(identityId, version, error));
    });
    const all = errors.flat();
    const others = all.filter((error) => !(error instanceof SealBroken));
    if (others.length > 0) throw others[0];
    return all as readonly SealBroken[];
  }

  private async resealValue(material: SealedMaterial, secret: SealedSecret): Promise<void> {
    const { identityId, version } = material;
    const old = await this.oldSecretOf(material, () => this.material.get(identityId, version));
    if (old === undefined) return;
    const keys = await this.material.vaultKeys(material.vaultId);
    if (keys === undefined) {
      throw new StoreDamaged(`the material store lacks the keys of vault ${material.vaultId}`);
    }
    await this.material.replace(this.sealing.reseal(material, keys, old, secret), material.secretVersion);
  }

  /** Undefined: another run has sealed this anew since it was read, and let the secret go. */
  private async oldSecretOf(
    { organizationId, secretVersion }: Pick<SealedMaterial, 'organizationId' | 'secretVersion'>,
    readAgain: () => Promise<{ readonly secretVersion: number } | undefined>,
  ): Promise<SealedSecret | undefined> {
    const secret = await this.material.secret(organizationId, secretVersion);
    if (secret !== undefined) return secret;
    if ((await readAgain())?.secretVersion !== secretVersion) return undefined;
    throw new StoreDamaged(`the material store lacks secret ${secretVersion} of ${organizationId}`);
  }
}
