/** The package has no types; these are of the two files used by bzip2.ts. */
declare module 'unbzip2-stream/lib/bzip2.js' {
  /** Reads so many bits as a number; null goes on to the next whole byte. */
  export interface BitReader {
    (count: number | null): number;
    /** Bytes of which at least one bit was read. */
    bytesRead: number;
  }
  const decoder: {
    /** @returns the size of blocks in units of 100,000 bytes */
    header(bits: BitReader): number;
    /** Decodes one block. @returns the checksum so far, null when the stream ended instead */
    decompress(
      bits: BitReader,
      add: (byte: number) => void,
      work: Int32Array,
      workSize: number,
      checksum: number,
    ): number | null;
  };
  export default decoder;
}

declare module 'unbzip2-stream/lib/bit_iterator.js' {
  import type { BitReader } from 'unbzip2-stream/lib/bzip2.js';
  export default function readBits(nextBuffer: () => Uint8Array): BitReader;
}
