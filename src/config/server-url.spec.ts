import { serverUrl } from './server-url';

test.each<[Record<string, string>, string]>([
  [{}, 'http://127.0.0.1:8080'],
  [{ KEYLEDGER_PORT: '9000' }, 'http://127.0.0.1:9000'],
  [{ KEYLEDGER_PORT: '9000', KEYLEDGER_TLS_CERT: '/c.pem' }, 'https://localhost:9000'],
  [{ KEYLEDGER_URL: ' ', KEYLEDGER_PORT: '9000' }, 'http://127.0.0.1:9000'],
  [{ KEYLEDGER_URL: 'https://keys.example.com/' }, 'https://keys.example.com'],
  [{ KEYLEDGER_URL: 'https://example.com/keys/' }, 'https://example.com/keys'],
  [{ KEYLEDGER_URL: 'http://[::1]:8080' }, 'http://[::1]:8080'],
])('%j is %s', (env, url) => {
  expect(serverUrl(env)).toBe(url);
});

test.each([
  'localhost:8080',
  'ftp://example.com',
  'https://',
  'https://me:secret@example.com',
  'https://example.com?a=b',
])('%s is none', (url) => {
  expect(() => serverUrl({ KEYLEDGER_URL: url })).toThrow(/^KEYLEDGER_URL is .* give an address/);
});
