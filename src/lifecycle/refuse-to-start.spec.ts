import { whyNot } from './refuse-to-start';

const failed = (code: string, more: object = {}) => Object.assign(new Error('listen'), { code, ...more });
const at = { address: '127.0.0.1', port: 8080 };

test.each([
  ['EADDRINUSE', at, /^Port 8080 on 127\.0\.0\.1: the port is in use; set KEYLEDGER_PORT to a free one/],
  ['EADDRINUSE', { address: '::1', port: 1 }, /^Port 1 on ::1: /],
  ['EACCES', { ...at, port: 80 }, /^Port 80 on 127\.0\.0\.1: this user may not listen on it/],
  ['EADDRNOTAVAIL', { address: '192.0.2.1', port: 8080 }, /^192\.0\.2\.1: this machine has no such address/],
  ['ENOTFOUND', { hostname: 'no.invalid' }, /^no\.invalid leads to no address; set KEYLEDGER_HOST/],
  ['EADDRINUSE', {}, /^The port is in use; set KEYLEDGER_PORT/],
])('%s %j is told in one line with the port or address it is about', (code, more, line) => {
  expect(whyNot(failed(code, more))).toMatch(line);
  expect(whyNot(failed(code, more))).not.toContain('\n');
});

test('a file that may not be opened is no port', () => {
  expect(whyNot(failed('EACCES', { syscall: 'open', path: '/x' }))).toContain('Error: listen');
});
