import { EventEmitter } from 'node:events';
import { connect, type Socket } from 'node:net';

const solSocket = 1;
const soKeepAlive = 9;
const tcp = 6;
const tcpNoDelay = 1;

/**
 * Stands for the WebSocket through which PHP as WebAssembly reaches other servers, and connects by itself. The package's own way
 * is a relay on a port of this computer that anyone could send anywhere (`relay-guard.ts` closes it).
 */
export class DirectSocket extends EventEmitter {
  readonly CONNECTING = 0;
  readonly OPEN = 1;
  readonly CLOSING = 2;
  readonly CLOSED = 3;
  binaryType = 'arraybuffer';
  readyState = 0;
  readonly url: string;
  readonly #socket: Socket;

  /** @param url where to connect, as the package writes it: ws://…/?host=<host>&port=<port> */
  constructor(url: string) {
    super();
    this.url = url;
    const { searchParams } = new URL(url);
    this.#socket = connect(Number(searchParams.get('port')), searchParams.get('host') ?? '');
    this.#socket.on('connect', () => {
      this.readyState = this.OPEN;
      this.emit('open');
    });
    this.#socket.on('data', (bytes) => this.emit('message', bytes, true));
    this.#socket.on('error', (problem) => this.emit('error', problem));
    this.#socket.on('close', () => {
      this.readyState = this.CLOSED;
      this.emit('close');
    });
  }

  /** PHP listens in the way of browsers and in that of Node, but looks at no event. */
  addEventListener(name: string, listener: () => void): void {
    this.on(name, listener);
  }

  removeEventListener(name: string, listener: () => void): void {
    this.off(name, listener);
  }

  send(bytes: ArrayBuffer | Uint8Array): void {
    // PHP's memory is used again at once.
    this.#socket.write(Uint8Array.from(bytes instanceof ArrayBuffer ? new Uint8Array(bytes) : bytes));
  }

  setSocketOpt(level: number, option: number, value: number): void {
    if (level === solSocket && option === soKeepAlive) this.#socket.setKeepAlive(value !== 0);
    if (level === tcp && option === tcpNoDelay) this.#socket.setNoDelay(value !== 0);
  }

  close(): void {
    if (this.readyState >= this.CLOSING) return;
    this.readyState = this.CLOSING;
    this.#socket.end();
  }
}
