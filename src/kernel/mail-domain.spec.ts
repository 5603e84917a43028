import { mailDomain, mailDomainOf } from './mail-domain';

test.each([
  ['ann@example.com', 'example.com'],
  ['ann@EXAMPLE.Com', 'example.com'],
  ['ann@b\u00fccher.example', 'xn--bcher-kva.example'],
  ['ann@bu\u0308cher.example', 'xn--bcher-kva.example'],
  ['ann@B\u00dcCHER.example', 'xn--bcher-kva.example'],
  ['ann@xn--bcher-kva.example', 'xn--bcher-kva.example'],
  ['ann@XN--BCHER-KVA.example', 'xn--bcher-kva.example'],
  ['"a@b"@example.com', 'example.com'],
])('%s lies in %s', (email, domain) => {
  expect(mailDomainOf(email)).toBe(domain);
});

test.each([
  'example.com.',
  '.example.com',
  'example',
  '',
  'example\u3002com',
  'example\uff0ecom',
  '\uff45xample.com',
  'exa\u200dmple.com',
  'example.com/x',
  'example.com:80',
  'me@example.com',
  '*.example.com',
  'exa mple.com',
  '127.0.0.1',
  '[::1]',
  'example..com',
  'xn--a.example',
  'a.xn--99zzzzzzzzzz99999.example',
  'xn--mnchen-3ya1.example',
  'xn--xn---epa.example',
])('%j is no domain', (text) => {
  expect(mailDomain(text)).toBeUndefined();
});

test('letters of another script are other letters', () => {
  expect(mailDomain('ex\u0430mple.com')).not.toBe('example.com');
});
