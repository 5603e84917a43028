import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { createInterface } from 'node:readline';

export interface ReceivedMail {
  readonly to: readonly string[];
  readonly subject: string;
}

/** Answers one sender as RFC 5321 has it, as far as a demo needs: no authentication, no encryption, every mail is taken. */
const converse = (socket: Socket, got: (mail: ReceivedMail) => void): void => {
  const say = (line: string): void => void socket.write(`${line}\r\n`);
  let to: string[] = [];
  let text: string[] | undefined;
  const command = (line: string): void => {
    const verb = line.slice(0, 4).toUpperCase();
    if (verb === 'RCPT') to.push(/<([^>]*)>/.exec(line)?.[1] ?? '');
    if (verb === 'MAIL' || verb === 'RSET') to = [];
    if (verb === 'DATA') {
      text = [];
      say('354 go on');
    } else {
      say(verb === 'QUIT' ? '221 bye' : '250 ok');
    }
  };
  socket.on('error', () => socket.destroy());
  createInterface(socket).on('line', (line) => {
    if (text === undefined) return command(line);
    if (line !== '.') return void text.push(line);
    const subject = text.find((each) => /^subject: /i.test(each))?.slice(9) ?? '';
    text = undefined;
    got({ to, subject });
    return say('250 taken');
  });
  say('220 keyledger-demo');
};

/** A mail server on this machine that shows what it gets; answers its port, and what ends it. */
export const receiveMail = async (port: number, got: (mail: ReceivedMail) => void) => {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    converse(socket, got);
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const end = (): void => {
    server.close();
    sockets.forEach((socket) => socket.destroy());
  };
  return { port: (server.address() as AddressInfo).port, end };
};
