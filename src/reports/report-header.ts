import { parseCheckpoint } from '../../wire/tlog/checkpoint';
import { measured } from '../../wire/tlog/measured';
import type { LogExtent } from '../kernel/evidence';
import type { Report, ReportParameters } from './report';
import type { Counted, ReportRun } from './report-run';
import { ROW_COLUMNS, rowLine, rowOf } from './row-line';

/** What a report says of itself: enough to make it again from the facts, and to see whether it is whole. */
export interface ReportHeader {
  readonly report: string;
  /** Of what the report is, counted up when the same facts make other rows. */
  readonly version: number;
  readonly title: string;
  readonly parameters: Partial<ReportParameters>;
  /** The organizations whose rows are told; absent: all, and what belongs to the account. */
  readonly organizations?: readonly string[];
  /** RFC 3339 UTC: facts up to this moment count, no others. */
  readonly asOf: string;
  readonly timeZone: 'UTC';
  readonly columns: readonly string[];
  /** Which log of evidence, and how many of its leaves were read: from 0 on. */
  readonly log: number;
  readonly size: number;
  /** Of the checkpoint, where there is one: which log, root in base64, and the signed note itself. */
  readonly origin?: string;
  readonly root?: string;
  readonly checkpoint?: string;
  /** Facts that counted. */
  readonly facts: number;
  /** Streams of the log that lack facts: a row that rests on one says so, and what is lost may have made others. */
  readonly damagedStreams: number;
  /** What was counted for `population`. */
  readonly populationOf: string;
  readonly population: number;
  readonly rows: number;
  /** Population without rows: what the report's own rule leaves out. */
  readonly excluded: number;
  /** Of the rows' canonical JSON, a line each, hex. */
  readonly sha256: string;
}

/** The lines of a report, then what was looked at. */
export async function* linesOf(run: ReportRun, id: string, log: number): AsyncGenerator<Buffer, Counted> {
  const rows = run.rows(id);
  for (;;) {
    const next = await rows.next();
    if (next.done === true) return next.value;
    yield Buffer.from(rowLine(rowOf(next.value, log)));
  }
}

/** The header of a report that a run has made; reads its rows once. Throws what the rows throw. */
export const headerOf = async (
  run: ReportRun,
  report: Report,
  { log, size, checkpoint }: LogExtent,
  organizations?: readonly string[],
): Promise<ReportHeader> => {
  let counted: Counted = { population: 0, rows: 0 };
  const counting = async function* () {
    counted = yield* linesOf(run, report.id, log);
  };
  const { sha256 } = await measured(counting());
  const { population, rows } = counted;
  const { organizationId, ...others } = run.parameters;
  const asked = Object.entries(others).filter(([name]) => (report.parameters as readonly string[]).includes(name));
  const head =
    checkpoint === undefined ? undefined : parseCheckpoint(checkpoint.slice(0, checkpoint.indexOf('\n\n') + 1));
  return {
    report: report.id,
    version: report.version,
    title: report.title,
    parameters: { ...(organizationId === undefined ? {} : { organizationId }), ...Object.fromEntries(asked) },
    ...(organizations === undefined ? {} : { organizations }),
    asOf: run.asOf,
    timeZone: 'UTC',
    columns: [...report.columns, ...ROW_COLUMNS],
    log,
    size,
    ...(head === undefined ? {} : { origin: head.origin, root: head.root.toString('base64') }),
    ...(checkpoint === undefined ? {} : { checkpoint }),
    facts: run.facts,
    damagedStreams: run.damagedStreams,
    populationOf: report.population,
    population,
    rows,
    excluded: population - rows,
    sha256,
  };
};
