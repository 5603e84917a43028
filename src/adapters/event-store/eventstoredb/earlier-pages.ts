import type { ResolvedEvent } from '@eventstore/db-client';
import type { Position } from '../../../kernel/position';
import { logPageOf, type LogPage } from '../log-page';
import { SharedPages } from '../shared-pages';
import type { WindowEntry } from './live-window';
import type { Reads } from './reads';

/** What facts take in memory, about. */
const weightOf = ({ facts }: LogPage): number =>
  facts.reduce((sum, { data, metadata }) => sum + 2 * JSON.stringify([data, metadata]).length, 0);

/**
 * What lies before the live window, for all who go through it: asked of the server once, also where several ask at the same
 * moment, as they do at a start. What was read before the line broke is of a log that may be another one by now.
 */
export class EarlierPages {
  private readonly pages = new SharedPages();
  private readonly underWay = new Map<string, Promise<LogPage>>();
  private ofBreak = 0;

  constructor(
    private readonly reads: Pick<Reads, 'after'>,
    private readonly placed: (event: ResolvedEvent) => WindowEntry,
    /** How often the line broke by now. */
    private readonly breaks: () => number,
  ) {}

  /** What comes after a place, at most so many events, whosever they are. Throws what reads throw. */
  async after(position: Position, limit: number): Promise<LogPage> {
    const breaks = this.breaks();
    if (breaks !== this.ofBreak) this.pages.clear();
    this.ofBreak = breaks;
    const known = this.pages.find(position, limit);
    if (known !== undefined) return known;
    const question = `${breaks} ${position} ${limit}`;
    const underWay = this.underWay.get(question);
    if (underWay !== undefined) return underWay;
    const asked = this.read(position, limit, breaks).finally(() => this.underWay.delete(question));
    this.underWay.set(question, asked);
    return asked;
  }

  private async read(position: Position, limit: number, breaks: number): Promise<LogPage> {
    const { page: entries } = await this.reads.after(position, limit, this.placed);
    const found = entries.flatMap(({ entry }) => entry ?? []);
    const page = logPageOf(found, entries.at(-1)?.position);
    if (entries.length === limit && breaks === this.breaks()) this.pages.keep(position, limit, page, weightOf(page));
    return page;
  }
}
