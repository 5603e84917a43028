import type { LimitFunction } from 'p-limit';
import { DAMAGE_SETTLED, isDamageSettled } from '../../src/kernel/facts/settled';
import type { Projector } from '../../src/kernel/projector';
import type { Condition, FieldValue, FindOptions, ReadModel } from '../../src/kernel/read-model';
import type { RecordedEvent } from '../../src/kernel/recorded-event';
import { StoreUnavailable } from '../../src/kernel/store-errors';
import type { StreamReader } from '../../src/kernel/stream-reader';
import { applyBatch } from './apply-batch';
import { MemoryTable } from './memory-table';
import { betweenSettlings, takenBy, wantedTypes } from './settled-loss';

const PAGE = 500;
/** Read for one question; what rests on more is a list. */
const MOST_STREAMS = 8;
/** Where it is told which damage was settled. */
const DAMAGE = 'damage';

/** The values that a field may have by these conditions; undefined: whatever it likes. */
const valuesOf = (where: readonly Condition[], field: string): readonly FieldValue[] | undefined => {
  const condition = where.find((each) => each.field === field && ('is' in each || 'in' in each));
  if (condition === undefined) return undefined;
  return 'is' in condition ? [condition.is] : 'in' in condition ? condition.in : undefined;
};

/** What models of one question share. */
export interface ThroughLog {
  readonly reader: Pick<StreamReader, 'page'>;
  /** Bounds how much of the log is held at once. */
  readonly limit: LimitFunction;
  /** Told of what is read as the model stands. */
  readonly onModel: () => void;
}

/**
 * A read model as the streams of what is asked for say, made by the projector that fills it: the same documents, whether or
 * not the filling has come so far. What is not asked for by a field that names its streams is read as the model stands.
 */
export class ModelOfStreams<D> implements ReadModel<D> {
  constructor(
    private readonly projector: Projector<D>,
    private readonly standing: ReadModel<D>,
    private readonly through: ThroughLog,
  ) {}

  async get(id: string): Promise<D | undefined> {
    const table = await this.tableFor([{ field: 'id', is: id }]);
    return table === undefined ? this.standing.get(id) : (await table.load([id])).get(id)?.document;
  }

  async find(options: FindOptions): Promise<readonly D[]> {
    const table = options.word === undefined ? await this.tableFor(options.where ?? []) : this.standingTable();
    return table === undefined ? this.standing.find(options) : table.find(options);
  }

  async count(where: readonly Condition[]): Promise<number> {
    const table = await this.tableFor(where);
    return table === undefined
      ? this.standing.count(where)
      : (await table.find({ where, limit: Number.MAX_SAFE_INTEGER })).length;
  }

  /** None: it is read as the model stands. */
  private standingTable(): undefined {
    this.through.onModel();
    return undefined;
  }

  private async tableFor(where: readonly Condition[]): Promise<MemoryTable<D> | undefined> {
    const streams = this.streamsOf(where);
    if (streams === undefined) return this.standingTable();
    return this.through.limit(async () => this.projected(await this.factsOf(streams)));
  }

  private streamsOf(where: readonly Condition[]): ReadonlySet<string> | undefined {
    for (const [field, streamsOf] of Object.entries(this.projector.streams ?? {})) {
      const values = valuesOf(where, field);
      if (values === undefined) continue;
      const streams = new Set(values.flatMap((value) => streamsOf(String(value))));
      return streams.size > MOST_STREAMS ? undefined : streams;
    }
    return undefined;
  }

  /** In the order of the log, with what was settled of these streams. */
  private async factsOf(streams: ReadonlySet<string>): Promise<readonly RecordedEvent[]> {
    const types = new Set(wantedTypes(this.projector));
    const read = await Promise.all([...streams].map((stream) => this.read(stream)));
    const facts = read.flat().filter(({ type }) => types.has(type));
    const settled = (await this.read(DAMAGE)).filter(
      (event) => event.type === DAMAGE_SETTLED && isDamageSettled(event) && streams.has(event.data.stream),
    );
    return [...facts, ...settled].toSorted((one, other) => (one.position < other.position ? -1 : 1));
  }

  private async read(stream: string): Promise<readonly RecordedEvent[]> {
    const facts: RecordedEvent[] = [];
    for (let page: readonly RecordedEvent[] | undefined; page === undefined || page.length === PAGE;) {
      page = await this.through.reader.page(stream, (facts.at(-1)?.revision ?? -1) + 1, PAGE, 'forwards');
      facts.push(...page);
    }
    return facts;
  }

  private async projected(facts: readonly RecordedEvent[]): Promise<MemoryTable<D>> {
    const table = new MemoryTable<D>();
    for (const { events, settled } of betweenSettlings(this.projector, facts)) {
      const { changes, poison } = await applyBatch(this.projector, table, events);
      // The filling stops there, too.
      if (poison !== undefined) throw new StoreUnavailable(poison.message);
      table.write(changes);
      if (settled !== undefined) for await (const taken of takenBy(this.projector, table, settled)) table.write(taken);
    }
    return table;
  }
}
