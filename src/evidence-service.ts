import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CommandBus } from '@nestjs/cqrs';
import { evidenceState } from './access/evidence-state';
import type { Adapters } from './adapters/adapters';
import { ChangeEvidenceKey } from './commands/evidence/change-evidence-key';
import { RecordCheckpoint } from './commands/evidence/record-checkpoint';
import { StopEvidence } from './commands/evidence/stop-evidence';
import { CheckpointSigner } from './evidence/checkpoint-signer';
import type { Registry } from 'prom-client';
import { namedKeys } from './domain/evidence/state';
import { evidenceLog } from './evidence/evidence-log';
import type { EvidenceParts } from './evidence/evidence-parts';
import { KeyChanges } from './evidence/key-changes';
import type { Context } from './kernel/context';
import type { Evidence, PartedHistory } from './kernel/evidence';
import type { Foreground } from './kernel/foreground';
import type { ReadModels } from './kernel/read-models';
import type { ReadSide } from './kernel/read-side';
import { Timestamps } from './evidence/timestamps';
import { Witnesses } from './evidence/witnesses';
import { evidenceMetrics, type NotSigning } from './metrics/evidence-metrics';
import { timestampMetrics } from './metrics/timestamp-metrics';
import { witnessMetrics } from './metrics/witness-metrics';

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
  readonly foreground: () => Foreground;
  /** Somebody must look: told once. */
  readonly onStopped: (found: PartedHistory) => void;
  /** A witness did not cosign: why. */
  readonly onNotCosigned: (found: {
    readonly witness: string;
    readonly outcome: string;
    readonly detail: string;
  }) => void;
  /** A checkpoint was not stamped with the time: why. */
  readonly onNotStamped: (found: { readonly outcome: string; readonly detail: string }) => void;
  readonly onError: (error: unknown) => void;
  readonly registry: Registry;
}

/** Proves the log as it grows: signs checkpoints, hands out proofs, and makes it a fact where history parts. */
export class EvidenceService {
  readonly log: Evidence;
  private readonly signer: CheckpointSigner;
  private readonly witnesses: Witnesses;
  private readonly timestamps: Timestamps;
  private looking?: NodeJS.Timeout;

  constructor(
    private readonly adapters: Adapters,
    readSide: ReadModels & ReadSide,
    private readonly around: Around,
  ) {
    const { eventStore: store, evidenceKey: key, evidenceStore: kept, lease, clock } = adapters;
    const keyChanges = new KeyChanges(adapters.streamReader, { readModels: readSide });
    const { isQuorum, witnesses, timestamps } = adapters.evidenceOutsiders;
    const parts: EvidenceParts = {
      ...(isQuorum === undefined ? {} : { isQuorum }),
      store,
      readModels: readSide,
      readSide,
      key,
      kept,
      lease,
      clock,
      standing: () => this.standing(),
      keyChanges: (log, told) => keyChanges.of(log, told),
      tellKeys: (vkeys, signedBy) => this.tellKeys(vkeys, signedBy),
      stop: (found) => this.tellStopped(found),
      tell: (checkpoint) => around.commands().execute(new RecordCheckpoint(this.context(), checkpoint)),
      tellHandover: (checkpoint) =>
        around.commands().execute(new RecordCheckpoint(this.context(), checkpoint, { isHandover: true })),
      onError: around.onError,
      giveWay: (restMs) => around.foreground().giveWay(restMs),
    };
    this.signer = new CheckpointSigner(parts);
    evidenceMetrics(around.registry, () => this.notSigning());
    const watched = { kept, clock, log: async () => (await this.standing()).log };
    const elapsed = () => performance.now();
    const told = witnessMetrics(around.registry, witnesses, watched);
    this.witnesses = new Witnesses(
      {
        ...parts,
        elapsed,
        onOutcome: (witness, witnessed) => {
          told(witness, witnessed.outcome);
          if (witnessed.outcome !== 'cosigned') around.onNotCosigned({ witness, ...witnessed });
        },
      },
      witnesses,
    );
    const toldOfStamp = timestampMetrics(around.registry, timestamps, watched);
    this.timestamps = new Timestamps(
      {
        ...parts,
        elapsed,
        onOutcome: (stamped) => {
          toldOfStamp(stamped.outcome);
          if (stamped.outcome !== 'stamped') around.onNotStamped(stamped);
        },
      },
      timestamps,
    );
    this.log = evidenceLog(parts, () => this.signer.signNow(), packedVerifier);
  }

  start(): void {
    this.looking = setInterval(() => {
      void this.signer.sign();
      void this.witnesses.look();
      void this.timestamps.look();
    }, LOOK_EVERY_MS).unref();
  }

  async stop(): Promise<void> {
    clearInterval(this.looking);
    this.witnesses.stop();
    this.timestamps.stop();
    await this.signer.stop();
  }

  /** Why the log is not proved as it should be: in words for operators. */
  async reasons(): Promise<readonly string[]> {
    const { stopped } = await this.notSigning();
    const { lacks } = this.signer;
    return [
      ...(stopped ? ['the log is not the one that was signed: checkpoints are signed no more'] : []),
      ...(lacks === undefined ? [] : [`checkpoints are signed with the key ${lacks}, which this node does not have`]),
    ];
  }

  private async notSigning(): Promise<NotSigning> {
    const { isStopped } = await this.standing();
    return { stopped: isStopped, keyMissing: this.signer.lacks !== undefined };
  }

  private async standing() {
    const { stopped, keyChanges, formerKeys, ...state } = await evidenceState(await this.adapters.streamReader.fresh());
    return {
      ...state,
      isStopped: stopped !== undefined,
      changes: keyChanges.length,
      named: [...namedKeys({ keyChanges }), ...formerKeys],
    };
  }

  private async tellKeys(vkeys: readonly string[], signedBy: string | undefined): Promise<void> {
    const told = signedBy === undefined ? {} : { signedBy };
    await this.around.commands().execute(new ChangeEvidenceKey(this.context(), { vkeys, ...told }));
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
