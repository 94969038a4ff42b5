import type { Readable } from 'node:stream';
import type { Peer } from './trust.ts';

/** How one parameter is checked. Kinds are made in `parameters.ts`. */
export interface Kind<T> {
  optional: boolean;
  /** @throws WireError with the reference's text (§7) */
  parse(name: string, value: unknown): T;
}
export type Kinds = Record<string, Kind<unknown>>;
export type Parameters<K extends Kinds> = { [N in keyof K]: K[N] extends Kind<infer T> ? T : never };

/** A file part of an UPLOAD, already on disk in a temporary folder that is removed when the method returns. */
export interface UploadedFile {
  filename: string;
  path: string;
  size: number;
}

/** An answer that is a file instead of JSON. */
export class FileAnswer {
  readonly filename: string;
  readonly size: number;
  readonly open: () => Readable;

  constructor(filename: string, size: number, open: () => Readable) {
    this.filename = filename;
    this.size = size;
    this.open = open;
  }
}

export interface Call {
  peer: Peer;
  /** Aborted when the caller goes away. */
  signal: AbortSignal;
}

export interface Method {
  name: string;
  verb: 'GET' | 'POST' | 'UPLOAD';
  kinds: Kinds;
  run(parameters: never, call: Call): Promise<unknown>;
}

/** Defines a method with parameters typed from their kinds. */
export function method<K extends Kinds>(
  verb: Method['verb'],
  name: string,
  kinds: K,
  run: (parameters: Parameters<K>, call: Call) => Promise<unknown>,
): Method {
  return { name, verb, kinds, run: run as Method['run'] };
}

/** An address with the real port to call there. */
export interface Place {
  address: string;
  port: number;
}

/** PEM texts of one certificate with its key, and the CA that is trusted. */
export interface Credentials {
  key: string;
  cert: string;
  ca: string;
}
