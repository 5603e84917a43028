import type { SinkItem } from '../../kernel/sinks';

/** `log audit` (RFC 5424, table 1). */
const FACILITY = 13;
/** Severities of syslog by those of OCSF: informational, notice, notice, warning, critical. */
const SEVERITIES = [6, 6, 5, 5, 4, 2] as const;

/** What a field of the header may hold: printable ASCII, so many letters, or a dash for none. */
const field = (text: string, most: number): string => text.replaceAll(/[^\x21-\x7e]/g, '').slice(0, most) || '-';

const messageId = (type: string): string => field(type.replace(/^keyledger\./, '').replace(/\.v\d+$/, ''), 32);

/** From where a message comes. */
export interface SyslogOrigin {
  readonly hostname: string;
  readonly processId: number;
}

/** An item as a message of RFC 5424, without a frame: what it says is CEF. */
export const syslogMessage = (item: SinkItem, { hostname, processId }: SyslogOrigin): string => {
  const priority = FACILITY * 8 + (SEVERITIES[item.severity] ?? 6);
  const heads = [item.time, field(hostname, 255), 'keyledger', String(processId), messageId(item.type)];
  return `<${priority}>1 ${heads.join(' ')} [origin software="Keyledger"] ${item.cef()}`;
};

/** A message in its frame: how many octets it has, a blank, and it (RFC 6587, 3.4.1; RFC 5425, 4.3). */
export const octetCounted = (message: string): string => `${Buffer.byteLength(message)} ${message}`;
