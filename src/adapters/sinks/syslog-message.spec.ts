import fc from 'fast-check';
import { sinkFact } from '../../../test/support/sinks/sink-items';
import { framesOf } from '../../../test/support/sinks/syslog-receiver';
import { octetCounted, syslogMessage } from './syslog-message';

const ORIGIN = { hostname: 'vault.example.com', processId: 4711 };
/** RFC 5424, 6: as far as we use it. */
const MESSAGE =
  /^<(\d{1,3})>1 (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,6})?(?:Z|[+-]\d\d:\d\d)) ([\x21-\x7e]{1,255}) ([\x21-\x7e]{1,48}) ([\x21-\x7e]{1,128}) ([\x21-\x7e]{1,32}) (-|(?:\[[^\]]*\])+) ?(.*)$/s;

/** The examples of RFC 5424, 6.5, for the reader that judges ours. */
const PUBLISHED = [
  "<34>1 2003-10-11T22:14:15.003Z mymachine.example.com su - ID47 - \u{feff}'su root' failed for lonvick on /dev/pts/8",
  "<165>1 2003-08-24T05:14:15.000003-07:00 192.0.2.1 myproc 8710 - - %% It's time to make the do-nuts.",
  '<165>1 2003-10-11T22:14:15.003Z mymachine.example.com evntslog - ID47 [exampleSDID@32473 iut="3" eventSource="Application" eventID="1011"] \u{feff}An application event log entry...',
  '<165>1 2003-10-11T22:14:15.003Z mymachine.example.com evntslog - ID47 [exampleSDID@32473 iut="3" eventSource="Application" eventID="1011"][examplePriority@32473 class="high"]',
];

test.each(PUBLISHED)('the RFC’s own example is read: %s', (message) => {
  expect(MESSAGE.exec(message)).not.toBeNull();
});

test('a fact is a message of RFC 5424: log audit, its own time, its noun, and CEF', () => {
  expect(syslogMessage(sinkFact(1), ORIGIN)).toBe(
    '<109>1 2026-01-31T09:30:00.003Z vault.example.com keyledger 4711 identity-checked-out [origin software="Keyledger"] CEF:0|Keyledger|Keyledger|1|x|x|3|externalId=e1',
  );
});

test.each([
  [1, 110],
  [2, 109],
  [3, 109],
  [4, 108],
  [5, 106],
])('what OCSF counts as %i has priority %i', (severity, priority) => {
  expect(MESSAGE.exec(syslogMessage(sinkFact(1, { severity }), ORIGIN))?.[1]).toBe(String(priority));
});

test('whatever a host or a fact is called, the header stays whole', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 400 }), fc.string({ maxLength: 80 }), (hostname, type) => {
      const [, , , host, application, , id] =
        MESSAGE.exec(syslogMessage(sinkFact(1, { type }), { hostname, processId: 1 })) ?? [];
      expect([application, host?.length, id?.length]).toEqual(['keyledger', expect.any(Number), expect.any(Number)]);
    }),
  );
});

test('octets are counted, not letters: the frames of RFC 6587 and 5425', () => {
  expect(octetCounted('<34>1 2003-10-11T22:14:15.003Z é')).toBe('33 <34>1 2003-10-11T22:14:15.003Z é');
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'grapheme', minLength: 1 })), (messages) => {
      expect(framesOf(Buffer.from(messages.map(octetCounted).join('')))).toEqual(messages);
    }),
  );
});
