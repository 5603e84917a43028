import { hostname } from 'node:os';
import type { SinksConfig } from '../../config/sinks';
import type { Sinks } from '../../kernel/sinks';
import { FileSink } from './file-sink';
import { HttpsSink } from './https-sink';
import { SyslogSink } from './syslog-sink';

/** The sinks that the configuration names; nothing is opened before something is sent. */
export const sinksOf = ({ file, syslog, https }: SinksConfig): Sinks => ({
  all: [
    ...(file === undefined ? [] : [new FileSink(file)]),
    ...(syslog === undefined ? [] : [new SyslogSink(syslog, { hostname: hostname(), processId: process.pid })]),
    ...(https === undefined ? [] : [new HttpsSink(https)]),
  ],
});
