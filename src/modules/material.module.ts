import { Module } from '@nestjs/common';
import { BindMaterialStoreHandler } from '../commands/material/bind-material-store';
import { FindOrphanedValuesHandler } from '../commands/material/find-orphaned-values';
import { LegacyUpgrades } from '../commands/material/legacy-upgrades';
import { LegacyValues } from '../commands/material/legacy-values';
import { RecordKeyChangesHandler } from '../commands/material/record-key-changes';
import { SweepMaterialHandler } from '../commands/material/sweep-material';
import { UpgradeIdentityHandler } from '../commands/material/upgrade-identity';
import { UpgradeOrganizationHandler } from '../commands/material/upgrade-organization';
import { FindOrphanedValuesWhenLogWentBack } from '../policies/find-orphaned-values-when-log-went-back';
import { SweepValuesWhenUnneeded } from '../policies/sweep-values-when-unneeded';
import { UpgradeValuesWhenOpened } from '../policies/upgrade-values-when-opened';
import { UpgradeValuesWhenRequested } from '../policies/upgrade-values-when-requested';

/** Sealed values at rest: their upgrade, their sweep, and what a set-back log left behind. */
@Module({
  providers: [
    LegacyUpgrades,
    LegacyValues,
    BindMaterialStoreHandler,
    RecordKeyChangesHandler,
    FindOrphanedValuesHandler,
    SweepMaterialHandler,
    UpgradeIdentityHandler,
    UpgradeOrganizationHandler,
    SweepValuesWhenUnneeded,
    FindOrphanedValuesWhenLogWentBack,
    UpgradeValuesWhenOpened,
    UpgradeValuesWhenRequested,
  ],
  exports: [
    LegacyUpgrades,
    LegacyValues,
    SweepValuesWhenUnneeded,
    FindOrphanedValuesWhenLogWentBack,
    UpgradeValuesWhenOpened,
    UpgradeValuesWhenRequested,
  ],
})
export class MaterialModule {}
