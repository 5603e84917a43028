import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CommandBus } from '@nestjs/cqrs';
import { evidenceState } from './access/evidence-state';
import type { Adapters } from './adapters/adapters';
import { RecordCheckpoint } from './commands/evidence/record-checkpoint';
import { StopEvidence } from './commands/evidence/stop-evidence';
import { CheckpointSigner } from './evidence/checkpoint-signer';
import { evidenceLog } from './evidence/evidence-log';
import type { EvidenceParts } from './evidence/evidence-parts';
import type { Context } from './kernel/context';
import type { Evidence, PartedHistory } from './kernel/evidence';
import type { ReadModels } from './kernel/read-models';
import type { ReadSide } from './kernel/read-side';

/** As `npm run build` packs it; where the server runs from its sources there is none. */
const packedVerifier = (): Buffer | undefined => {
  const path = join(__dirname, '..', 'verifier', 'verify.cjs');
  return existsSync(path) ? readFileSync(path) : undefined;
};

/** Between two looks at whether the log has grown, ms: a checkpoint follows a fact within a second. */
const LOOK_EVERY_MS = 500;
const TIMEOUT_MS = 30_000;

interface Around {
  readonly commands: () => CommandBus;
  /** Somebody must look: told once. */
  readonly onStopped: (found: PartedHistory) => void;
  readonly onTrouble: (error: unknown) => void;
}

/** Proves the log as it grows: signs checkpoints, hands out proofs, and makes it a fact where history parts. */
export class EvidenceService {
  readonly log: Evidence;
  private readonly signer: CheckpointSigner;
  private looking?: NodeJS.Timeout;

  constructor(
    private readonly adapters: Adapters,
    readSide: ReadModels & ReadSide,
    private readonly around: Around,
  ) {
    const { eventStore: store, evidenceKey: key, evidenceStore: kept, lease, clock } = adapters;
    const parts: EvidenceParts = {
      store,
      readModels: readSide,
      readSide,
      key,
      kept,
      lease,
      clock,
      standing: () => this.standing(),
      stop: (found) => this.tellStopped(found),
      tell: (checkpoint) => around.commands().execute(new RecordCheckpoint(this.context(), checkpoint)),
      onTrouble: around.onTrouble,
    };
    this.signer = new CheckpointSigner(parts);
    this.log = evidenceLog(parts, () => this.signer.signNow(), packedVerifier);
  }

  start(): void {
    this.looking = setInterval(() => void this.signer.sign(), LOOK_EVERY_MS).unref();
  }

  async stop(): Promise<void> {
    clearInterval(this.looking);
    await this.signer.stop();
  }

  /** Why the log is not proved as it should be: in words for operators. */
  async reasons(): Promise<readonly string[]> {
    const { isStopped } = await this.standing();
    return isStopped ? ['the log is not the one that was signed: checkpoints are signed no more'] : [];
  }

  private async standing() {
    const { stopped, ...standing } = await evidenceState(await this.adapters.streamReader.fresh());
    return { ...standing, isStopped: stopped !== undefined };
  }

  private async tellStopped(found: PartedHistory): Promise<void> {
    if (await this.around.commands().execute(new StopEvidence(this.context(), found))) this.around.onStopped(found);
  }

  private context(): Context {
    const { clock, ids } = this.adapters;
    return {
      actor: { kind: 'policy', name: 'prove-the-log' },
      correlationId: ids.next(),
      deadline: clock.now() + TIMEOUT_MS,
      ids,
    };
  }
}
