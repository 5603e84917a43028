import type { Metadata } from '@grpc/grpc-js';
import type { EventLog } from './event-log';
import { takeOne, type Faults } from './faults';
import { accessDenied, gone, notLeader, notReady, unauthenticated, type Failure } from './protocol/failures';
import type { Subscribers } from './subscribers';

export interface Settings {
  readonly flavour: '23.10' | '24.2';
  /** What it says it is, where that is another release. */
  readonly version?: string;
  readonly batchAppend: boolean;
  readonly maxAppendBytes: number;
  /** Name and password of who may do everything; absent: the server is insecure and asks nobody. */
  readonly admin?: { readonly name: string; readonly password: string };
  /** Somebody who may read and write streams, `$all` only where its metadata says so, and no stream of the system. */
  readonly user?: { readonly name: string; readonly password: string; readonly readsAll?: boolean };
}

/** Calls taken, by kind; `head` is a read of the last event of `$all`. */
export type Counts = Record<'append' | 'readStream' | 'readAll' | 'head' | 'subscribe', number>;

/** What every call of a double is judged by. */
export class ServerState {
  readonly counts: Counts = { append: 0, readStream: 0, readAll: 0, head: 0, subscribe: 0 };

  constructor(
    readonly settings: Settings,
    readonly log: EventLog,
    readonly subscribers: Subscribers,
    readonly faults: Faults,
  ) {}

  /** Lets a call in, late or never as the faults say; throws the {@link Failure} it ends with. */
  async enter(metadata: Metadata, needs: { readonly all?: boolean; readonly system?: boolean } = {}): Promise<void> {
    if (this.faults.hung) {
      await new Promise(() => undefined);
    }
    if (this.faults.slowMs > 0) {
      await new Promise((resolve) => setTimeout(resolve, this.faults.slowMs));
    }
    const refusal = this.refusal(metadata, needs);
    if (refusal !== undefined) {
      throw Object.assign(new Error(refusal.details), refusal);
    }
  }

  /** What becomes of an append that is about to be stored: undefined when nothing hinders it. */
  takeAppendFault(): 'fail' | 'lose' | 'swallow' | undefined {
    if (takeOne(this.faults, 'failAppends')) return 'fail';
    if (takeOne(this.faults, 'loseAnswers')) return 'lose';
    return takeOne(this.faults, 'swallowAnswers') ? 'swallow' : undefined;
  }

  /** A connection's end as a client sees it. */
  static readonly lost = gone();

  private refusal(
    metadata: Metadata,
    needs: { readonly all?: boolean; readonly system?: boolean },
  ): Failure | undefined {
    if (this.faults.notReady) return notReady();
    const { leader } = this.faults;
    if (leader !== undefined && metadata.get('requires-leader').includes('true')) return notLeader(leader);
    const { admin, user } = this.settings;
    if (admin === undefined) return undefined;
    const [given] = metadata.get('authorization');
    const is = ({ name, password }: { name: string; password: string }) =>
      given === `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}`;
    if (is(admin)) return undefined;
    if (user !== undefined && is(user)) {
      return (needs.all === true && user.readsAll !== true) || needs.system === true ? accessDenied() : undefined;
    }
    return given === undefined ? accessDenied() : unauthenticated();
  }
}
