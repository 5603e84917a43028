import { Module } from '@nestjs/common';
import { ChangeEvidenceKeyHandler } from '../commands/evidence/change-evidence-key';
import { JudgeBundleFetchHandler } from '../commands/evidence/judge-bundle-fetch';
import { RecordCheckpointHandler } from '../commands/evidence/record-checkpoint';
import { RequestEvidenceBundleHandler } from '../commands/evidence/request-evidence-bundle';
import { RestartEvidenceHandler } from '../commands/evidence/restart-evidence';
import { StopEvidenceHandler } from '../commands/evidence/stop-evidence';
import { EvidenceBundlesController } from '../http/evidence/bundles.controller';
import { EvidenceController } from '../http/evidence/evidence.controller';
import { TilesController } from '../http/evidence/tiles.controller';
import { GetCheckpointHandler } from '../queries/evidence/get-checkpoint';
import { GetEvidenceKeysHandler } from '../queries/evidence/get-evidence-keys';
import { GetReceiptHandler } from '../queries/evidence/get-receipt';
import { GetTileHandler } from '../queries/evidence/get-tile';
import { ListEvidenceBundlesHandler } from '../queries/evidence/list-evidence-bundles';

/** What proves the log: checkpoints, receipts, bundles. */
@Module({
  controllers: [EvidenceController, TilesController, EvidenceBundlesController],
  providers: [
    ChangeEvidenceKeyHandler,
    JudgeBundleFetchHandler,
    RecordCheckpointHandler,
    RequestEvidenceBundleHandler,
    RestartEvidenceHandler,
    StopEvidenceHandler,
    GetCheckpointHandler,
    GetEvidenceKeysHandler,
    GetReceiptHandler,
    GetTileHandler,
    ListEvidenceBundlesHandler,
  ],
})
export class EvidenceModule {}
