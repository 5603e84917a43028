import type { Clock } from '../clock';
import type { EventStore } from '../event-store';
import { BEFORE_FIRST, type Position } from '../position';
import { lagBetween } from '../position-lag';
import { proveMark } from './prove-mark';
import type { Subscriber } from './subscriber';
import { Subscription, type FollowedLog } from './subscription';
import type { SubscriptionReport } from './subscription-report';
import { Turns } from './turns';
import type { WentBack } from './went-back';

/** Told that a subscriber found its place gone, after it has settled where to go on. */
export type OnWentBack = (subscriber: string, wentBack: WentBack) => void;

/** Everybody of this process who follows the log, under one set of rules. */
export class Subscriptions {
  private readonly running = new Set<Subscription>();
  private readonly turns = new Turns();
  private readonly untold: (readonly [string, WentBack])[] = [];
  private told?: OnWentBack;
  private highest: Position = BEFORE_FIRST;

  constructor(private readonly log: FollowedLog) {}

  get store(): EventStore {
    return this.log.store;
  }

  get clock(): Clock {
    return this.log.clock;
  }

  /** A subscription that was not started yet; it is reported from its start to its end. */
  of(subscriber: Subscriber): Subscription {
    return new Subscription(subscriber, this.log, {
      running: this.running,
      turns: this.turns,
      onWentBack: (name, wentBack) => {
        if (this.told === undefined) this.untold.push([name, wentBack]);
        else this.told(name, wentBack);
      },
    });
  }

  /** Who is told that the log went back; what was found before is told now. */
  tell(told: OnWentBack): void {
    this.told = told;
    this.untold.splice(0).forEach(([name, wentBack]) => told(name, wentBack));
  }

  /** The store's head. One that lies before what was known when it was asked means that the log may have gone back. */
  async head(): Promise<Position> {
    const before = this.known();
    const head = await this.store.head();
    if (head < before) {
      // Everybody once; after that who still stands beyond it: doubted at every question, the others would get nowhere.
      const isNews = head < this.highest;
      this.highest = head;
      this.running.forEach((each) => (isNews || each.position > head ? each.doubt() : undefined));
    } else {
      this.highest = head > this.highest ? head : this.highest;
    }
    return head;
  }

  /**
   * Proves the farthest place of all; where it is gone, everybody's is proved before anything more is taken. To be called now
   * and then: a store that was put back while its server was away tells nobody. Throws what the store's reads throw.
   */
  async verify(): Promise<void> {
    const [first, ...others] = [...this.running].map(({ place }) => place);
    if (first === undefined) return;
    const farthest = others.reduce((most, place) => (place.position > most.position ? place : most), first);
    if ('lastCommon' in (await proveMark(this.store, farthest))) this.running.forEach((each) => each.doubt());
  }

  /** How each of them stands. Throws what the store's reads throw. */
  async reports(): Promise<readonly SubscriptionReport[]> {
    const head = await this.head();
    return Promise.all([...this.running].map((each) => this.report(each, head)));
  }

  /** Those that fail again and again and get no further; asks no store. */
  standingStill(): readonly Subscription[] {
    return [...this.running].filter(({ standsStill }) => standsStill !== undefined);
  }

  private known(): Position {
    return [...this.running].reduce((most, { position }) => (position > most ? position : most), this.highest);
  }

  private async report(each: Subscription, head: Position): Promise<SubscriptionReport> {
    const { name, position, failures, resubscriptions, standsStill } = each;
    const [next] = position < head ? await this.store.readAll({ from: position, limit: 1 }) : [];
    return {
      name,
      position,
      lag: lagBetween(position, head),
      failures,
      resubscriptions,
      ...(next === undefined ? {} : { oldestUnhandledAt: next.metadata.time }),
      ...(standsStill === undefined ? {} : { standsStill }),
    };
  }
}
