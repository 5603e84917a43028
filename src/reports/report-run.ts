import type { Digest } from '../kernel/digest';
import { EVERYWHERE } from '../access/permissions';
import { incompleteOf } from './incomplete';
import type { Leaf } from './leaf';
import {
  DEFAULT_PARAMETERS,
  ReportTooLong,
  type ReportDerivation,
  type Line,
  type Report,
  type ReportParameters,
  type ReportScope,
} from './report';
import type { ReportFact } from './report-fact';
import { StateView } from './state-view';
import { wants } from './wants';

/** Rows of one report: whoever wants more asks for a shorter period, or one organization. */
export const MOST_ROWS = 100_000;

/** Lines made before others have their turn. */
const AT_ONCE = 500;

export interface RunOptions {
  /** Absent: the time of the last fact. */
  readonly asOf?: string;
  readonly parameters?: Partial<ReportParameters>;
  /** Whose lines are told; those of the account only with all. */
  readonly places?: typeof EVERYWHERE | readonly string[];
  /** Most rows of one report; absent: {@link MOST_ROWS}. */
  readonly most?: number;
}

interface Making {
  readonly report: Report;
  /** Absent: it has too many rows. */
  derivation: ReportDerivation | undefined;
}

/** How much was looked at. */
export interface Counted {
  /** Lines there were before the report's own rule, in the organizations and the period that were asked for. */
  readonly population: number;
  readonly rows: number;
}

/**
 * Makes reports of a log: is told its facts one by one, each once, and keeps what follows from them. A fact that is younger than
 * `asOf` does not count: what is told of a moment is the same whenever it is asked.
 */
export class ReportRun {
  readonly parameters: ReportParameters;
  private readonly view: StateView;
  private readonly making: readonly Making[];
  private readonly places: typeof EVERYWHERE | readonly string[];
  private readonly most: number;
  private count = 0;
  private last = '';

  constructor(
    reports: readonly Report[],
    digest: Digest,
    private readonly options: RunOptions = {},
  ) {
    this.view = new StateView(digest);
    this.most = options.most ?? MOST_ROWS;
    this.parameters = { ...DEFAULT_PARAMETERS, ...options.parameters };
    const { organizationId } = this.parameters;
    this.places = organizationId === undefined ? (options.places ?? EVERYWHERE) : [organizationId];
    this.making = reports.map((report) => ({ report, derivation: report.begin(this.scopeOf(report)) }));
  }

  /** Facts that counted. */
  get facts(): number {
    return this.count;
  }

  /** Streams of the log that lack facts: rows that rest on one say so, and rows may be missing. */
  get damagedStreams(): number {
    return [...this.view.damaged].filter((stream) => this.view.lacks(stream)).length;
  }

  get asOf(): string {
    return this.options.asOf ?? this.last;
  }

  /** Throws {@link ReportTooLong} once none of its reports can be told any more. */
  async take(fact: ReportFact, leaf: Leaf): Promise<void> {
    const { asOf } = this.options;
    const { time } = fact.metadata;
    if (asOf !== undefined && time > asOf) {
      this.view.tellLater(fact);
      return;
    }
    for (const making of this.making) {
      try {
        const more = making.derivation?.take(fact, leaf, this.view);
        if (more !== undefined) await more;
      } catch (error) {
        if (!(error instanceof ReportTooLong)) throw error;
        // What it has kept is let go; the others go on.
        making.derivation = undefined;
        if (this.making.every(({ derivation }) => derivation === undefined)) throw error;
      }
    }
    this.view.tell(fact, leaf);
    this.count += 1;
    if (time > this.last) this.last = time;
  }

  /** The rows of a report; answers what was looked at. Throws {@link ReportTooLong}. */
  async *rows(id: string): AsyncGenerator<Line, Counted> {
    const found = this.making.find(({ report }) => report.id === id);
    if (found === undefined) throw new Error(`${id} is not made here`);
    if (found.derivation === undefined) throw this.tooLong(found.report);
    this.view.time = this.asOf;
    let [looked, population, rows] = [0, 0, 0];
    for await (const line of found.derivation.lines(this.view, this.asOf)) {
      looked += 1;
      // A long report must not keep requests from being served.
      if (looked % AT_ONCE === 0) await new Promise(setImmediate);
      if (!this.isTold(line)) continue;
      population += line.count ?? 1;
      if (line.left === true) continue;
      rows += 1;
      if (rows > this.most) throw this.tooLong(found.report);
      const incomplete = incompleteOf(found.report, line.cells, line.restsOn ?? [], this.view);
      yield incomplete.length === 0 ? line : { ...line, incomplete };
    }
    return { population, rows };
  }

  private isTold({ organizationId, at }: Line): boolean {
    const { from, to } = this.parameters;
    const isWanted = wants({ places: this.places, ...(at === undefined ? {} : { from, to }) });
    return isWanted(organizationId, at ?? '');
  }

  private scopeOf(report: Report): ReportScope {
    let kept = 0;
    const keep = (): void => {
      kept += 1;
      if (kept > this.most) throw this.tooLong(report);
    };
    return { ...this.parameters, places: this.places, keep };
  }

  private tooLong({ id }: Report): ReportTooLong {
    return new ReportTooLong(`${id} has more than ${this.most} rows`);
  }
}
