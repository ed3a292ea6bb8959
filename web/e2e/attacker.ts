import { createSocket, type Socket } from 'node:dgram';

/** Guesses a device's password until the test has seen enough: what fills the list of banned addresses. */
export class Attacker {
  private readonly socket: Socket = createSocket('udp4');
  private readonly call = `guess-${Date.now().toString(36)}@attack`;
  private nonce = '';
  private realm = '';
  private sequence = 0;
  private timer: NodeJS.Timeout | undefined;

  private constructor(
    readonly address: string,
    private readonly port: number,
  ) {}

  /** `address` is one of this machine that no room of the demo has: known rooms are never banned. */
  static async begin(address: string, port: number): Promise<Attacker> {
    const attacker = new Attacker(address, port);
    attacker.socket.on('message', (bytes) => attacker.hear(bytes.toString('utf8')));
    await new Promise<void>((done) => attacker.socket.bind(0, address, done));
    // Faster than passwords are forgiven, slower than the limit of requests.
    attacker.timer = setInterval(() => attacker.guess(), 45);
    return attacker;
  }

  end(): void {
    if (this.timer === undefined) return;
    clearInterval(this.timer);
    this.timer = undefined;
    this.socket.close();
  }

  private hear(answer: string): void {
    this.nonce = /nonce="([^"]+)"/.exec(answer)?.[1] ?? this.nonce;
    this.realm = /realm="([^"]+)"/.exec(answer)?.[1] ?? this.realm;
  }

  private guess(): void {
    const { address, port } = this;
    const own = this.socket.address().port;
    const number = ++this.sequence;
    const claim = this.nonce
      ? `Authorization: Digest username="phong-doan", realm="${this.realm}", nonce="${this.nonce}", uri="sip:127.0.0.1:${port}", algorithm=MD5, qop=auth, nc=${number.toString(16).padStart(8, '0')}, cnonce="c${number}", response="${number.toString(16).padStart(32, '0')}"\r\n`
      : '';
    this.socket.send(
      `REGISTER sip:127.0.0.1:${port} SIP/2.0\r\nVia: SIP/2.0/UDP ${address}:${own};branch=z9hG4bK${this.call}${number}\r\n` +
        `Max-Forwards: 70\r\nFrom: <sip:phong-doan@127.0.0.1>;tag=g\r\nTo: <sip:phong-doan@127.0.0.1>\r\nCall-ID: ${this.call}\r\n` +
        `CSeq: ${number} REGISTER\r\nContact: <sip:phong-doan@${address}:${own}>\r\n${claim}Content-Length: 0\r\n\r\n`,
      port,
      '127.0.0.1',
    );
  }
}
