import { join } from 'node:path';

/** Names of the user's certificate, its key and the CA in a folder (reference §14.1). */
export const certificateFiles = { cert: 'cert.pem', key: 'key.pem', ca: 'ca_cert.pem' } as const;

/** Where the certificate of this user of the computer is. */
export const certificateFolder = (home: string): string => join(home, '.conpaas');
