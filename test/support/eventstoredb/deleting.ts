import type { Metadata, sendUnaryData, ServerUnaryCall } from '@grpc/grpc-js';
import {
  DeleteResp,
  TombstoneResp,
  type DeleteReq,
  type TombstoneReq,
} from '@eventstore/db-client/generated/streams_pb';
import type { Outcome } from './event-log';
import { streamDeleted, wrongVersion, type Failure } from './protocol/failures';
import type { ServerState } from './server-state';
import type { Expected } from './stored-event';

interface Options {
  hasAny(): boolean;
  hasNoStream(): boolean;
  hasStreamExists(): boolean;
  getRevision(): string;
  getStreamIdentifier(): { getStreamName_asU8(): Uint8Array } | undefined;
}

const EXPECTED_NUMBERS: Readonly<Record<string, string>> = { any: '-2', no_stream: '-1', stream_exists: '-4' };

/** Answers `Delete` and `Tombstone`. */
export class Deleting {
  constructor(private readonly state: ServerState) {}

  delete(call: ServerUnaryCall<DeleteReq, DeleteResp>, answer: sendUnaryData<DeleteResp>): void {
    const { log } = this.state;
    this.run(call.metadata, call.request.getOptions(), (stream, expected) => log.delete(stream, expected)).then(
      (at) =>
        answer(
          null,
          new DeleteResp().setPosition(new DeleteResp.Position().setCommitPosition(at).setPreparePosition(at)),
        ),
      (failure: Error & Failure) => answer(failure),
    );
  }

  tombstone(call: ServerUnaryCall<TombstoneReq, TombstoneResp>, answer: sendUnaryData<TombstoneResp>): void {
    const { log } = this.state;
    this.run(call.metadata, call.request.getOptions(), (stream, expected) => log.tombstone(stream, expected)).then(
      (at) =>
        answer(
          null,
          new TombstoneResp().setPosition(new TombstoneResp.Position().setCommitPosition(at).setPreparePosition(at)),
        ),
      (failure: Error & Failure) => answer(failure),
    );
  }

  private async run(
    metadata: Metadata,
    options: Options | undefined,
    work: (stream: string, expected: Expected) => Outcome,
  ): Promise<string> {
    await this.state.enter(metadata);
    const stream = Buffer.from(options?.getStreamIdentifier()?.getStreamName_asU8() ?? []).toString('utf8');
    const expected: Expected = options?.hasAny()
      ? 'any'
      : options?.hasNoStream()
        ? 'no_stream'
        : options?.hasStreamExists()
          ? 'stream_exists'
          : Number(options?.getRevision());
    const outcome = work(stream, expected);
    const fail = (failure: Failure) => Object.assign(new Error(failure.details), failure);
    if (outcome.kind === 'deleted') throw fail(streamDeleted(stream));
    if (outcome.kind === 'wrong-version') {
      throw fail(wrongVersion(stream, EXPECTED_NUMBERS[String(expected)] ?? String(expected), outcome.current));
    }
    return String(outcome.last?.position ?? 0);
  }
}
