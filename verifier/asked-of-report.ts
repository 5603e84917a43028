import type { ReportParameters } from '../src/reports/report';
import type { ToldReport } from './read-report';

/** What a report says that it was asked with. */
export interface Asked {
  /** RFC 3339 UTC with milliseconds. */
  readonly asOf: string;
  /** Leaves that were read, from the first one on. */
  readonly size: number;
  readonly parameters: Partial<ReportParameters>;
  /** The organizations whose rows are told; absent: all. */
  readonly places?: readonly string[];
}

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

const isText = (value: unknown): value is string => typeof value === 'string';
const isTextOrAbsent = (value: unknown): boolean => value === undefined || isText(value);
const isCountOrAbsent = (value: unknown): boolean => value === undefined || Number.isSafeInteger(value);

const areParameters = (parameters: unknown): parameters is Partial<ReportParameters> => {
  if (typeof parameters !== 'object' || parameters === null) return false;
  const { organizationId, from, to, days, hours } = parameters as Readonly<Record<string, unknown>>;
  return [organizationId, from, to].every(isTextOrAbsent) && [days, hours].every(isCountOrAbsent);
};

const arePlaces = (organizations: unknown): organizations is readonly string[] =>
  Array.isArray(organizations) && organizations.every(isText);

/** What a header says that its report was asked with; undefined: nothing that one can be asked with. */
export const askedOfReport = (header: ToldReport['header']): Asked | undefined => {
  const { asOf, size, parameters, organizations } = header;
  if (!isText(asOf) || !TIME.test(asOf) || !Number.isSafeInteger(size) || !areParameters(parameters)) return undefined;
  const asked = { asOf, size: Number(size), parameters };
  if (organizations === undefined) return asked;
  return arePlaces(organizations) ? { ...asked, places: organizations } : undefined;
};
