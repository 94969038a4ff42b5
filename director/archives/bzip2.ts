import readBits from 'unbzip2-stream/lib/bit_iterator.js';
// Of the package only the decoder of one block is used: its stream unpacks all it has got at once, into memory, so that a
// file of some kilobytes would fill it.
import decoder, { type BitReader } from 'unbzip2-stream/lib/bzip2.js';

const pieceBytes = 64 * 1024;

/** Compressed bytes as they arrive, and how many the reader of bits has used. */
class Input {
  readonly #source: AsyncIterator<Buffer>;
  readonly #queue: Buffer[] = [];
  #received = 0;
  #ended = false;

  constructor(source: AsyncIterable<Buffer>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  /** Waits until more than `bytes` have arrived in all. @returns false when the source ended before */
  async receive(bytes: number): Promise<boolean> {
    while (!this.#ended && this.#received <= bytes) {
      const next = await this.#source.next();
      if (next.done) this.#ended = true;
      else if (next.value.length > 0) {
        this.#queue.push(next.value);
        this.#received += next.value.length;
      }
    }
    return this.#received > bytes;
  }

  take = (): Buffer => {
    const next = this.#queue.shift();
    if (!next) throw new Error('the compressed data ends too early');
    return next;
  };

  async close(): Promise<void> {
    await this.#source.return?.();
  }
}

/** Collects single bytes into pieces. A block may stand for up to 46 MB of runs. */
class Output {
  readonly #full: Buffer[] = [];
  #piece = Buffer.allocUnsafe(pieceBytes);
  #length = 0;

  add = (byte: number): void => {
    this.#piece[this.#length++] = byte;
    if (this.#length < pieceBytes) return;
    this.#full.push(this.#piece);
    this.#piece = Buffer.allocUnsafe(pieceBytes);
    this.#length = 0;
  };

  pieces(): Buffer[] {
    return this.#length === 0 ? this.#full : [...this.#full, this.#piece.subarray(0, this.#length)];
  }
}

/**
 * Decompresses bzip2 data, one block at a time; also several streams one after another, as pbzip2 makes them.
 * @throws Error when the data is damaged or cut off
 */
export async function* bunzip2(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const input = new Input(source);
  try {
    await input.receive(0);
    const bits = readBits(input.take);
    do {
      yield* readStream(input, bits);
    } while (await input.receive(bits.bytesRead));
  } finally {
    await input.close();
  }
}

async function* readStream(input: Input, bits: BitReader): AsyncGenerator<Buffer> {
  await input.receive(bits.bytesRead + 4);
  const size = decoder.header(bits) * 100_000;
  const work = new Int32Array(size);
  let checksum: number | null = 0;
  while (checksum !== null) {
    // The decoder cannot wait in the middle of a block. This is more than one of this size can take.
    await input.receive(bits.bytesRead + size + 25_000);
    const output = new Output();
    checksum = decoder.decompress(bits, output.add, work, size, checksum);
    yield* output.pieces();
  }
}
