import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { identity } from '../../domain/identities/evolve';
import { importedAsV1 } from '../../kernel/value-schemes';
import type { Context } from '../../kernel/context';
import { StreamReader } from '../../kernel/stream-reader';
import { LegacyUpgrades } from './legacy-upgrades';

/** Seals what is still `v1` of an identity as `v2`. Answers how many of its values can't be, because they do not open. */
export class UpgradeIdentity extends Command<number> {
  constructor(
    readonly context: Context,
    readonly identityId: string,
  ) {
    super();
  }
}

@CommandHandler(UpgradeIdentity)
export class UpgradeIdentityHandler implements ICommandHandler<UpgradeIdentity> {
  constructor(
    @Inject(StreamReader) private readonly reader: StreamReader,
    @Inject(LegacyUpgrades) private readonly upgrades: LegacyUpgrades,
  ) {}

  async execute({ context, identityId }: UpgradeIdentity): Promise<number> {
    const { state } = await (await this.reader.fresh()).load(identity, identityId);
    let broken = 0;
    // Those that were upgraded too: a store that was put back may hold the old box of one.
    for (const version of importedAsV1(state.schemes)) {
      if (!(await this.upgrades.upgradeIfOpens(context, identityId, version))) broken += 1;
    }
    return broken;
  }
}
