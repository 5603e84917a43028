import type { ServerWritableStream } from '@grpc/grpc-js';
import type { ReadReq, ReadResp } from '@eventstore/db-client/generated/streams_pb';
import { filterOf } from './filter';
import { badArgument, broken, streamDeleted, type Failure } from './protocol/failures';
import { eventOf, notFound } from './protocol/read-replies';
import type { ServerState } from './server-state';
import { Subscription } from './subscription';
import type { StoredEvent } from './stored-event';

type Call = ServerWritableStream<ReadReq, ReadResp>;

const thrown = (failure: Failure): Error => Object.assign(new Error(failure.details), failure);

/** Until the connection takes more, or nobody reads any longer. */
const roomIn = (call: Call): Promise<void> =>
  new Promise((resolve) => {
    const done = () => {
      call.removeListener('drain', done);
      call.removeListener('cancelled', done);
      resolve();
    };
    call.on('drain', done).on('cancelled', done);
  });

/** Answers `Read`: of one stream or of `$all`, once or for ever. */
export class Reading {
  constructor(private readonly state: ServerState) {}

  handle(call: Call): void {
    this.answer(call).catch((failure: Error) => call.emit('error', failure));
  }

  private async answer(call: Call): Promise<void> {
    const options = call.request.getOptions();
    if (options?.getUuidOption() === undefined) {
      throw thrown(badArgument('uuid_option is missing'));
    }
    const all = options.getAll();
    this.count(options, all !== undefined);
    const system = all === undefined && /^\$[^$]/.test(this.streamOf(options));
    await this.state.enter(call.metadata, { all: all !== undefined, system });
    if (options.getSubscription() !== undefined) {
      if (all === undefined) throw thrown(badArgument('this double follows $all alone'));
      new Subscription(call, this.state, this.startAfter(all), filterOf(options)).start();
      return;
    }
    const found = all === undefined ? this.ofStream(options) : this.ofAll(options, all);
    if (found === undefined) {
      call.write(notFound(this.streamOf(options)));
    } else {
      await this.send(call, found, all === undefined && this.failsNow(this.streamOf(options)));
    }
    call.end();
  }

  private count(options: ReadReq.Options, all: boolean): void {
    const { counts } = this.state;
    const head = all && options.getReadDirection() === 1 && Number(options.getCount()) === 1;
    counts[options.getSubscription() !== undefined ? 'subscribe' : head ? 'head' : all ? 'readAll' : 'readStream'] += 1;
  }

  /** Whether this read is the one that was to fail. */
  private failsNow(stream: string): boolean {
    if (this.state.faults.failReadOf !== stream) return false;
    this.state.faults.failReadOf = undefined;
    return true;
  }

  private async send(call: Call, events: readonly StoredEvent[], fails: boolean): Promise<void> {
    for (const event of fails ? events.slice(0, Math.ceil(events.length / 2)) : events) {
      if (!call.write(eventOf(event)) && !call.cancelled) {
        await roomIn(call);
      }
    }
    if (fails) throw thrown(broken());
  }

  private streamOf(options: ReadReq.Options): string {
    const name = options.getStream()?.getStreamIdentifier()?.getStreamName_asU8() ?? new Uint8Array();
    return Buffer.from(name).toString('utf8');
  }

  private ofStream(options: ReadReq.Options): readonly StoredEvent[] | undefined {
    const stream = this.streamOf(options);
    if (stream === '') throw thrown(badArgument('a stream has a name'));
    if (this.state.log.isTombstoned(stream)) throw thrown(streamDeleted(stream));
    const events = this.state.log.read(stream);
    const from = options.getStream();
    const count = this.countOf(options);
    if (events === undefined || from === undefined) return undefined;
    if (options.getReadDirection() === 1) {
      const last = from.hasEnd() ? Infinity : from.hasStart() ? 0 : Number(from.getRevision());
      return events
        .filter(({ revision }) => revision <= last)
        .slice(-count)
        .toReversed();
    }
    const first = from.hasStart() ? 0 : from.hasEnd() ? Infinity : Number(from.getRevision());
    return events.filter(({ revision }) => revision >= first).slice(0, count);
  }

  /** From a position forwards, inclusive; backwards from before it. A read has no filter: one that is asked for is ignored. */
  private ofAll(options: ReadReq.Options, from: ReadReq.Options.AllOptions): readonly StoredEvent[] {
    const { all } = this.state.log;
    const count = this.countOf(options);
    const at = from.getPosition();
    if (options.getReadDirection() === 1) {
      const end = from.hasEnd() ? all.length : from.hasStart() || at === undefined ? 0 : this.firstFrom(at);
      return all.slice(Math.max(0, end - count), end).toReversed();
    }
    const start = from.hasStart() ? 0 : from.hasEnd() || at === undefined ? all.length : this.firstFrom(at);
    return all.slice(start, start + count);
  }

  /** A count of 0 is refused, as a server does. */
  private countOf(options: ReadReq.Options): number {
    const count = Number(options.getCount());
    if (count <= 0) throw thrown(badArgument('count must be positive'));
    return count;
  }

  private startAfter(from: ReadReq.Options.AllOptions): number {
    const at = from.getPosition();
    return at === undefined ? (from.hasEnd() ? this.state.log.all.length : 0) : this.firstAfter(at);
  }

  private firstAfter(at: ReadReq.Options.Position): number {
    const { commit, prepare } = this.placeOf(at);
    return this.search((position) => position > commit || (position === commit && prepare < commit));
  }

  private firstFrom(at: ReadReq.Options.Position): number {
    const { commit, prepare } = this.placeOf(at);
    return this.search((position) => position > commit || (position === commit && prepare <= commit));
  }

  /** A place that no record begins at is none: a real server would read rubbish there. */
  private placeOf(at: ReadReq.Options.Position): { commit: number; prepare: number } {
    const [commit, prepare] = [Number(at.getCommitPosition()), Number(at.getPreparePosition())];
    const { all } = this.state.log;
    const found = commit === 0 || all[this.search((position) => position >= commit)]?.position === commit;
    if (!found || prepare > commit) throw thrown(badArgument(`no record at ${commit}/${prepare}`));
    return { commit, prepare };
  }

  /** Index of the first event whose position the test holds for. */
  private search(holds: (position: number) => boolean): number {
    const { all } = this.state.log;
    let [low, high] = [0, all.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (holds(all[middle]?.position ?? 0)) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}
