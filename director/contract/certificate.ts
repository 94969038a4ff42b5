import { z } from 'zod';

/** A certificate that the Director made. Neither it nor its key is kept. */
export const certificate = z.object({
  /** Upper-case hex. */
  serial: z.string(),
  kind: z.enum(['director', 'manager', 'agent', 'user']),
  uid: z.int().nullable(),
  /** Of a manager's or agent's application. */
  aid: z.int().nullable(),
  issued: z.iso.datetime(),
  notAfter: z.iso.datetime(),
  revoked: z.iso.datetime().nullable(),
});
export type Certificate = z.infer<typeof certificate>;

/** "zip" holds key.pem, cert.pem and ca_cert.pem; "pkcs12" is one file behind a passphrase, for browsers and key chains. */
export const certificateFormat = z.enum(['zip', 'pkcs12']);
