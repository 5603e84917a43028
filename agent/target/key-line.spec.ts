import { readKeyLine } from './key-line';

const BLOB = 'AAAAC3NzaC1lZDI1NTE5AAAAIOpKbGPinFIKvvVQexMuxfmVR3auvr57kkIe6mkURtIs';
const KEY = `ssh-ed25519 ${BLOB}`;

test.each([
  ['a key', KEY, ''],
  ['a key with a comment', `${KEY} me@home here`, ''],
  ['blanks in front', `  \t${KEY}`, ''],
  ['tabs between', `ssh-ed25519\t${BLOB}`, ''],
  ['a line end of Windows', `${KEY}\r`, ''],
  ['options', `no-pty,from="10.0.0.0/8" ${KEY}`, 'no-pty,from="10.0.0.0/8"'],
  ['a blank in quotes', `command="echo hi" ${KEY}`, 'command="echo hi"'],
  ['a quote in quotes', `command="echo \\"a b\\"",no-pty ${KEY} x`, 'command="echo \\"a b\\"",no-pty'],
  ['a key in quotes before the key', `command="ssh-rsa AAAAB3 " ${KEY}`, 'command="ssh-rsa AAAAB3 "'],
  ['an authority', `cert-authority,principals="a" ${KEY}`, 'cert-authority,principals="a"'],
])('reads %s', (_, line, options) => expect(readKeyLine(line)).toEqual({ options, blob: BLOB }));

test('a key without its padding is the same key', () => {
  const padded = 'AAAAB3NzaC1yc2EAAAADAQABAAAAgQ==';
  expect(readKeyLine(`ssh-rsa ${padded.replaceAll('=', '')}`)?.blob).toBe(padded);
});

test.each(['', '   ', '# comment', `# ${KEY}`, ` #${KEY}`, 'half a line', `command="echo ${KEY}"`, `command="${KEY}`])(
  'finds no key in %j',
  (line) => expect(readKeyLine(line)).toBeUndefined(),
);
