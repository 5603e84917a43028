import {
  status,
  type Metadata,
  type ServerDuplexStream,
  type ServerReadableStream,
  type sendUnaryData,
} from '@grpc/grpc-js';
import type {
  AppendReq,
  AppendResp,
  BatchAppendReq,
  BatchAppendResp,
} from '@eventstore/db-client/generated/streams_pb';
import { appendReply, batchAccessDenied, batchError, batchReply, batchTooLarge } from './protocol/append-replies';
import { badArgument, broken, streamDeleted, tooLarge, type Failure } from './protocol/failures';
import { proposedFrom, weightOf } from './protocol/proposed';
import { ServerState } from './server-state';
import type { Expected, ProposedEvent } from './stored-event';

type UnaryCall = ServerReadableStream<AppendReq, AppendResp>;
type BatchCall = ServerDuplexStream<BatchAppendReq, BatchAppendResp>;

interface Options {
  hasAny(): boolean;
  hasNoStream(): boolean;
  hasStreamExists(): boolean;
  getStreamIdentifier(): { getStreamName_asU8(): Uint8Array } | undefined;
}

interface Pending {
  readonly stream: string;
  readonly expected: Expected;
  readonly events: ProposedEvent[];
}

const thrown = (failure: Failure): Error => Object.assign(new Error(failure.details), failure);

const pendingFrom = (options: Options | undefined, revision: string | undefined): Pending => {
  const stream = Buffer.from(options?.getStreamIdentifier()?.getStreamName_asU8() ?? []).toString('utf8');
  if (options === undefined || stream === '') throw thrown(badArgument('an append names its stream'));
  const expected = options.hasAny()
    ? 'any'
    : options.hasNoStream()
      ? 'no_stream'
      : options.hasStreamExists()
        ? 'stream_exists'
        : Number(revision);
  return { stream, expected, events: [] };
};

/** Answers `Append` and `BatchAppend`. */
export class Appending {
  constructor(private readonly state: ServerState) {}

  unary(call: UnaryCall, answer: sendUnaryData<AppendResp>): void {
    const requests: AppendReq[] = [];
    call.on('data', (request: AppendReq) => requests.push(request));
    call.on('end', () => {
      this.one(call.metadata, requests).then(
        (reply) => (reply === undefined ? undefined : answer(null, reply)),
        (failure: Error & Failure) => answer(failure),
      );
    });
  }

  batch(call: BatchCall): void {
    const open = new Map<string, Pending>();
    const fail = (failure: Failure) => call.emit('error', thrown(failure));
    call.on('end', () => call.end());
    call.on('data', (request: BatchAppendReq) => {
      const id = request.getCorrelationId()?.getString() ?? '';
      try {
        const options = request.getOptions();
        const pending = open.get(id) ?? pendingFrom(options, options?.getStreamPosition());
        open.set(id, pending);
        pending.events.push(...request.getProposedMessagesList().map(proposedFrom));
        if (request.getIsFinal()) {
          open.delete(id);
          this.finish(call, id, pending).catch(fail);
        }
      } catch (failure) {
        fail(failure as Failure & Error);
      }
    });
  }

  private async one(metadata: Metadata, requests: readonly AppendReq[]): Promise<AppendResp | undefined> {
    const [header, ...rest] = requests;
    const options = header?.getOptions();
    const { stream, expected, events } = pendingFrom(options, options?.getRevision());
    this.state.counts.append += 1;
    await this.state.enter(metadata);
    for (const request of rest) {
      const message = request.getProposedMessage();
      if (message !== undefined) events.push(proposedFrom(message));
    }
    const most = this.state.settings.maxAppendBytes;
    if (weightOf(events) > most) throw thrown(tooLarge(most));
    const fault = this.state.takeAppendFault();
    if (fault === 'fail') throw thrown(broken());
    const outcome = this.state.log.append(stream, expected, events);
    if (outcome.kind === 'deleted') throw thrown(streamDeleted(stream));
    if (fault === 'lose') throw thrown(ServerState.lost);
    return fault === 'swallow' ? undefined : appendReply(outcome, expected);
  }

  private async finish(call: BatchCall, id: string, { stream, expected, events }: Pending): Promise<void> {
    this.state.counts.append += 1;
    const reply = (result: Parameters<typeof batchReply>[0]) => call.write(batchReply(result, id, stream, expected));
    try {
      await this.state.enter(call.metadata);
    } catch (failure) {
      // A batch stream goes on while its server is not ready, or when one may not write; it ends for who is unknown, and where
      // no leader is. So does Streams.BatchAppend of 23.10 and 24.2.
      const { details, code } = failure as Failure;
      if (code === status.UNAUTHENTICATED || code === status.NOT_FOUND) throw failure;
      reply(code === status.PERMISSION_DENIED ? batchAccessDenied() : batchError(details, undefined));
      return;
    }
    const most = this.state.settings.maxAppendBytes;
    if (weightOf(events) > most) {
      reply(batchTooLarge(most));
      return;
    }
    const fault = this.state.takeAppendFault();
    if (fault === 'fail') throw thrown(broken());
    const outcome = this.state.log.append(stream, expected, events);
    if (fault === 'lose') throw thrown(ServerState.lost);
    if (fault === undefined) reply(outcome);
  }
}
