import type { Report } from '../../reports/report';
import type { FieldError } from '../platform/validation/field-errors';
import { invalid } from '../platform/validation/invalid';
import type { LedgerReportQuery } from './ledger-report.dtos';

const NARROWING = ['from', 'to', 'days', 'hours'] as const;

/** Refuses what a report can't be asked with: else it would be answered as if it had been. */
export const checkAsked = (report: Report, asked: Omit<LedgerReportQuery, 'format' | 'bom'>, now: string): void => {
  const { from, to, asOf } = asked;
  const foreign = NARROWING.filter((name) => asked[name] !== undefined && !report.parameters.includes(name));
  const errors: FieldError[] = foreign.map((field) => ({ field, message: `does not belong to ${report.id}` }));
  if (asOf !== undefined && asOf > now) errors.push({ field: 'asOf', message: 'must not lie in the future' });
  if (from !== undefined && from > (to ?? asOf ?? now)) {
    errors.push({ field: 'from', message: 'must not lie after what the report ends with' });
  }
  if (errors.length > 0) throw invalid(...errors);
};
