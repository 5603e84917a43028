import { RecordReportReadHandler } from './record-report-read';

export const REPORT_COMMANDS = [RecordReportReadHandler];
