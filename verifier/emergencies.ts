import { EVERYWHERE } from '../src/access/permissions';
import { brokenGlass } from '../src/reports/broken-glass';
import { incompleteOf } from '../src/reports/incomplete';
import { DEFAULT_PARAMETERS, type Cell } from '../src/reports/report';
import type { StateView } from '../src/reports/state-view';
import type { Doubts } from './doubts';
import type { FactOfLog } from './facts-of-bundle';
import type { Rule } from './finding';
import type { Findings } from './findings';
import { CHECKED_OUT, text } from './kinds-of-facts';

interface Duty {
  readonly rule: Rule;
  /** Cells of the report: the first that is there says from when on it is due. */
  readonly since: readonly string[];
  /** So long it may be under way, ms. */
  readonly withinMs: number;
  readonly detail: string;
}

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** What must follow broken glass, by what the report on it calls missing. */
const DUTIES: ReadonlyMap<string, Duty> = new Map([
  [
    'notification',
    {
      rule: 'notice',
      since: ['checkedOutAt'],
      withinMs: 5 * MINUTE_MS,
      detail: 'nobody else was told of broken glass',
    },
  ],
  [
    'end',
    {
      rule: 'expiry',
      since: ['expiresAt'],
      withinMs: 5 * MINUTE_MS,
      detail: 'broken glass did not end when its time was over',
    },
  ],
  [
    'rotation',
    {
      rule: 'rotation',
      since: ['endedAt', 'expiresAt'],
      withinMs: DAY_MS,
      detail: 'the value was not replaced within a day of the end of broken glass, nor since',
    },
  ],
  [
    'review',
    {
      rule: 'review',
      since: ['checkedOutAt'],
      withinMs: DAY_MS,
      detail: 'broken glass was not reviewed within a day, nor since',
    },
  ],
]);

const timeOf = (cell: Cell): number => Date.parse(String(cell));

/** Broken glass and what must follow it, by the report on it: there is no second answer to what is missing. */
export class Emergencies {
  private readonly made = brokenGlass.begin({ ...DEFAULT_PARAMETERS, places: EVERYWHERE, keep: () => undefined });
  private readonly places = new Map<
    string,
    { readonly leaf: number; readonly stream: string; readonly revision: number }
  >();
  private end = '';

  /** `view` holds what lay before the fact. */
  async take({ fact, leaf }: FactOfLog, view: StateView): Promise<void> {
    const { type, data, stream, revision, metadata } = fact;
    if (metadata.time > this.end) this.end = metadata.time;
    if (type === CHECKED_OUT && data['breakGlass'] === true) {
      this.places.set(text(data, 'sessionId'), { leaf, stream, revision });
    }
    await this.made.take(fact, leaf, view);
  }

  /** What is missing at the end of the log. */
  async finish(view: StateView, findings: Findings, doubts: Doubts): Promise<void> {
    view.time = this.end;
    for await (const { cells } of this.made.lines(view, this.end)) {
      const lacking = incompleteOf(brokenGlass, cells, [], view);
      doubts.add(lacking);
      if (lacking.length === 0) this.tell(cells, findings);
    }
  }

  private tell(cells: Readonly<Record<string, Cell>>, findings: Findings): void {
    const place = this.places.get(String(cells['sessionId']));
    for (const missing of String(cells['missing']).split(' ')) {
      const duty = DUTIES.get(missing);
      if (duty === undefined) continue;
      const since = duty.since.map((column) => cells[column]).find((cell) => cell !== undefined);
      const isDue = timeOf(this.end) - timeOf(since) > duty.withinMs;
      if (isDue) findings.add({ rule: duty.rule, ...place, detail: duty.detail });
    }
  }
}
