import type { EVERYWHERE } from '../access/permissions';
import type { Leaf } from './leaf';
import type { ReportFact } from './report-fact';
import type { StateView } from './state-view';

/** What a cell holds; absent: nothing is to be told. No fractions: a report has one canonical text. */
export type Cell = string | number | boolean | undefined;

/** What a report is asked with, but for the moment it is of. */
export interface ReportParameters {
  readonly organizationId?: string;
  /** RFC 3339 UTC with milliseconds; inclusive, exclusive. Of reports of a period. */
  readonly from?: string;
  readonly to?: string;
  /** Unused for so many days is dormant. */
  readonly days: number;
  /** A rotation that is not confirmed after so many hours is overdue. */
  readonly hours: number;
}

export const DEFAULT_PARAMETERS: ReportParameters = { days: 90, hours: 24 };

/** What one making of a report is about. */
export interface ReportScope extends ReportParameters {
  /** Whose rows are told; those of the account only with all. */
  readonly places: typeof EVERYWHERE | readonly string[];
  /** Counts what is kept for one more row. Throws {@link ReportTooLong}. */
  readonly keep: () => void;
}

/** A report has more rows than are told at once. */
export class ReportTooLong extends Error {}

/** Something that was looked at. What is `left` out counts as looked at and is no row: the report's own rule excludes it. */
export interface Line {
  /** Absent: it belongs to the account. */
  readonly organizationId?: string | undefined;
  /** When it began, where that decides whether it is in the period. */
  readonly at?: string;
  readonly cells: Readonly<Record<string, Cell>>;
  /** The facts it follows from. */
  readonly leaves: readonly Leaf[];
  readonly left?: boolean;
  /** How many were looked at that are alike; absent: this one. */
  readonly count?: number;
  /** Streams it rests on beside those that its cells name. */
  readonly restsOn?: readonly string[];
  /** Those of them that lack facts: what it tells may not be so. */
  readonly incomplete?: readonly string[];
}

/** One making of a report: it is told the facts in the order of the log, then asked for its lines. */
export interface ReportDerivation {
  /** `view` holds what lay before the fact. */
  take(fact: ReportFact, leaf: Leaf, view: StateView): void | Promise<void>;
  /** `view` holds everything up to `asOf`, and has its time. */
  lines(view: StateView, asOf: string): AsyncIterable<Line> | Iterable<Line>;
}

/** A report: what facts make of it, by the code that decides on them. Pure: the same facts make the same lines everywhere. */
export interface Report {
  readonly id: string;
  /** Counts up when the same facts make other lines. */
  readonly version: number;
  readonly title: string;
  /** What was counted for its population. */
  readonly population: string;
  readonly columns: readonly string[];
  /**
   * What its rows rest on, beside the facts they are told from: the stream of this category that a column names, or every stream of
   * the category. A row says which of them lack facts.
   */
  readonly restsOn: readonly (readonly [category: string, column?: string])[];
  /** Which parameters it listens to, beside organization and moment. */
  readonly parameters: readonly ('from' | 'to' | 'days' | 'hours')[];
  begin(scope: ReportScope): ReportDerivation;
}

/** Of a report on what happened in a period. */
export const PERIOD = ['from', 'to'] as const;
