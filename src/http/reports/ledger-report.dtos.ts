import { ApiSchema } from '@nestjs/swagger';
import { REPORTS } from '../../reports/reports';
import { ForExcel } from '../audit/excel';
import { FilterId } from '../platform/validation/common';
import { Id } from '../platform/validation/id';
import { ListOf } from '../platform/validation/list-of';
import { nested, Nested } from '../platform/validation/nested';
import { OneOf, oneOf } from '../platform/validation/one-of';
import { Optional } from '../platform/validation/optional';
import { ToldCount, ToldObject, ToldText, toldObject, toldText } from '../platform/validation/told';
import { UtcTime, UtcTimeBound } from '../platform/validation/utc-time';
import { WholeNumber } from '../platform/validation/whole-number';

const T = '2026-01-31T09:30:00.000Z';

export const REPORT_IDS: readonly string[] = REPORTS.map(({ id }) => id);

export class LedgerReportQuery {
  @Optional() @FilterId('organization') organizationId?: string;
  @Optional()
  @UtcTime({
    description: 'By the facts up to this moment, no others; absent: all there are. Not in the future.',
    example: T,
  })
  asOf?: string;
  @Optional() @UtcTimeBound({ description: 'Of reports of a period: what began not before this time.' }) from?: string;
  @Optional() @UtcTimeBound({ description: 'Of reports of a period: what began before this time.' }) to?: string;
  @Optional()
  @WholeNumber({ min: 1, max: 3650, description: 'Of R9: unused for so many days is dormant; 90.', example: 30 })
  days?: number;
  @Optional()
  @WholeNumber({
    min: 1,
    max: 8760,
    description: 'Of R8: not confirmed after so many hours is overdue; 24.',
    example: 48,
  })
  hours?: number;
  @Optional()
  @OneOf(['json', 'csv'], { description: 'CSV tells what the report says of itself in lines that begin with `#`.' })
  format?: 'json' | 'csv';
  @Optional() @ForExcel() bom?: '1';
}

@ApiSchema({ name: 'ReportDescription' })
class ReportDescriptionDto {
  @OneOf(REPORT_IDS) id!: string;
  @ToldCount({ description: 'Counts up when the same facts make other rows.', example: 1 }) version!: number;
  @ToldText({ example: 'Checkout register' }) title!: string;
  @ToldText({ description: 'What is counted for its population.', example: 'checkouts' }) population!: string;
  @ListOf(toldText) columns!: readonly string[];
  @ListOf(oneOf(['from', 'to', 'days', 'hours']), {
    description: 'What it can be asked with, beside organizationId and asOf.',
  })
  parameters!: readonly string[];
}

@ApiSchema({ name: 'ReportDescriptions' })
export class ReportListDto {
  @ListOf(nested(() => ReportDescriptionDto)) items!: ReportDescriptionDto[];
}

@ApiSchema({ name: 'ReportHeader' })
class ReportHeaderDto {
  @OneOf(REPORT_IDS) report!: string;
  @ToldCount({ description: 'Counts up when the same facts make other rows.', example: 1 }) version!: number;
  @ToldText({ example: 'Checkout register' }) title!: string;
  @ToldObject({ description: 'What it was asked with.' }) parameters!: object;
  @Optional()
  @ListOf(toldText, { description: 'The organizations whose rows are told. Absent: all, and the account.' })
  organizations?: readonly string[];
  @UtcTime({ description: 'Facts up to this moment count, no others.', example: T }) asOf!: string;
  @OneOf(['UTC']) timeZone!: 'UTC';
  @ListOf(toldText) columns!: readonly string[];
  @ToldCount({ description: 'Which log of evidence, counted from 1.', example: 1 }) log!: number;
  @ToldCount({ description: 'Its leaves that were read, from 0 on.', example: 120 }) size!: number;
  @Optional() @ToldText({ description: 'Of the checkpoint.', example: 'keyledger/0190' }) origin?: string;
  @Optional()
  @ToldText({
    description: 'Root of the tree over these leaves, base64.',
    example: '5mU1Jm0Zc3yQ1iRmRtc0xJ3lV7Yp0g9oT2b6bXk0aZk=',
  })
  root?: string;
  @Optional()
  @ToldText({
    description: 'The signed checkpoint of this size. Absent where signing has stopped or is late.',
    example: 'keyledger/0190\n120\n5mU1Jm0Zc3yQ…',
  })
  checkpoint?: string;
  @ToldCount({ description: 'Facts that counted.', example: 118 }) facts!: number;
  @ToldCount({
    description:
      'Streams of the log that lack facts: rows that rest on one name it in `incomplete`; others may be missing.',
    example: 0,
  })
  damagedStreams!: number;
  @ToldText({ description: 'What was counted for `population`.', example: 'checkouts' }) populationOf!: string;
  @ToldCount({ example: 12 }) population!: number;
  @ToldCount({ example: 12 }) rows!: number;
  @ToldCount({ description: 'Population that the report’s own rule leaves out.', example: 0 }) excluded!: number;
  @ToldText({ description: 'Of the rows’ canonical JSON (RFC 8785), a line each, hex.', example: '9f86d081884c7d65' })
  sha256!: string;
  @UtcTime({ example: T }) generatedAt!: string;
  @Optional() @Id({ example: '019b76d1-0a52-7c1f-b1de-52f0c7d3a9e4' }) generatedBy?: string;
  @ToldText({ description: 'What makes it again from the facts.', example: 'npx keyledger verify BUNDLE --key VKEY' })
  verify!: string;
}

@ApiSchema({ name: 'Report' })
export class ReportDto {
  @Nested(() => ReportHeaderDto) header!: ReportHeaderDto;
  @ListOf(toldObject, {
    description:
      'The columns that have something to tell, and `leaves`: the places in the tree of the facts it follows from. `incomplete` names streams it rests on that lack facts.',
  })
  rows!: readonly object[];
}
