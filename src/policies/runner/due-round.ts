import pLimit from 'p-limit';
import type { Clock } from '../../kernel/clock';
import type { FindOptions } from '../../kernel/read-model';
import type { ReadModels } from '../../kernel/read-models';
import type { ReadSide } from '../../kernel/read-side';
import { timestamp } from '../../kernel/time';
import { failuresWith, retryAfterMs } from './backoff';
import { dueSourceOf, type Due, type DueSource } from './due-source';
import { RateLimiter } from './rate-limiter';
import type { ScheduledTask, DueWork } from './policy';
import type { OnPolicyError } from './on-policy-error';
import { Waits } from './waits';

const AT_ONCE = 8;
const PAGE = 200;
/** Of what may begin in a second, so much begins together and shares its commits: the rest of the time is other people's. */
const BURST = 0.5;
const MODEL_WAIT_MS = 1000;
/** Failures remembered from round to round; one that does not fit is tried again in the next. */
const MOST_FAILING = 10_000;

interface Failing {
  readonly failures: number;
  /** Not tried again before, ms since 1970. */
  readonly until: number;
}

/** Looks for what is due and does it, several at once; one that fails is tried again later and holds up nobody. */
export class DueRound implements ScheduledTask {
  private failing = new Map<string, Failing>();
  private readonly source: DueSource;
  private readonly limiter: RateLimiter | undefined;
  private readonly waits: Waits;
  private stopped = false;

  constructor(
    name: string,
    private readonly work: DueWork,
    private readonly on: {
      readonly models: ReadModels;
      readonly readSide: ReadSide;
      readonly clock: Clock;
      readonly trouble: OnPolicyError;
      /** Of all that the policy does; default: its own. */
      readonly waits?: Waits;
    },
    private readonly mostFailing = MOST_FAILING,
  ) {
    this.waits = on.waits ?? new Waits(name, on.trouble);
    this.source = dueSourceOf(work.kind);
    this.limiter =
      work.perSecond === undefined ? undefined : new RateLimiter(work.perSecond, Math.ceil(work.perSecond * BURST));
  }

  get everyMs(): number {
    return this.work.everyMs;
  }

  async run(): Promise<void> {
    const limit = pLimit(AT_ONCE);
    const now = this.on.clock.now();
    const before = this.failing;
    this.failing = new Map();
    // What was due before the round began is seen by it; a model that is stuck is worked from as it stands.
    await this.on.readSide.waitFor([this.source.model], await this.on.readSide.head(), MODEL_WAIT_MS);
    for await (const page of this.due(timestamp(now))) {
      await Promise.all(page.map((due) => limit(() => this.attempt(due, before.get(due.id), now))));
    }
    // What is due no more waits no more.
    [...before.keys()].filter((id) => !this.failing.has(id)).forEach((id) => this.waits.wentOn(id));
  }

  stop(): void {
    this.stopped = true;
    this.limiter?.end();
  }

  private async attempt(due: Due, earlier: Failing | undefined, now: number): Promise<void> {
    if (earlier !== undefined && earlier.until > now) {
      this.failing.set(due.id, earlier);
      return;
    }
    await this.limiter?.turn();
    if (this.stopped) {
      return;
    }
    try {
      await this.work.carryOut(due);
      this.waits.wentOn(due.id);
    } catch (error) {
      const failures = failuresWith(error, earlier?.failures ?? 0);
      if (this.failing.size < this.mostFailing) {
        this.failing.set(due.id, { failures, until: now + retryAfterMs(error, failures) });
      }
      this.waits.tell(due.id, error);
    }
  }

  private async *due(now: string): AsyncIterable<readonly Due[]> {
    const { model, by, dueOf, ...source } = this.source;
    const where = [...source.where, { field: by, atMost: now }];
    const documents = this.on.models.readModel<Parameters<typeof dueOf>[0]>(model);
    for (let after: FindOptions['after']; !this.stopped;) {
      const page = await documents.find({
        where,
        order: { by },
        limit: PAGE,
        ...(after === undefined ? {} : { after }),
      });
      const due = page.map((document) => dueOf(document));
      yield due;
      if (page.length < PAGE) return;
      after = { value: due.at(-1)?.dueAt ?? '', id: page.at(-1)?.id ?? '' };
    }
  }
}
