import { BreakGlassReportHandler } from './break-glass-report';
import { IncidentFacts } from './incident-facts';

export const REPORT_QUERIES = [IncidentFacts, BreakGlassReportHandler];
