import { connect } from 'node:tls';
import { type CheckDefinition, failed, passed } from './check.ts';

export interface DirectorUrlOptions {
  /** The address given to instances and users: DIRECTOR_URL of ConPaaS 2.1. */
  directorUrl: () => string;
  /** Where the listener really is. */
  listener: () => { address: string; port: number };
  /** Path of the Director's certificate, for the text. */
  certificateFile: string;
}

/** The host part of the Director's URL is the name in its certificate (cpscheck of ConPaaS 2.1, with its texts). */
export function directorUrlCheck({ directorUrl, listener, certificateFile }: DirectorUrlOptions): CheckDefinition {
  return {
    name: 'director-url',
    title: 'Director URL and certificate',
    async run(signal) {
      const host = new URL(directorUrl()).hostname.replace(/^\[(.*)\]$/, '$1');
      const name = await shownName(listener(), signal);
      const wanted = `The certificate that the Director shows names ${host}.`;
      if (name === host) {
        return passed(
          `OK: The hostname part of DIRECTOR_URL (${host}) matches the cname found in ${certificateFile}`,
          wanted,
        );
      }
      return failed({
        found: `E: The hostname part of DIRECTOR_URL (${host}) does not match the cname found in ${certificateFile} (${name})`,
        wanted,
        cause: 'Whoever compares the name in the certificate with the address refuses to talk to this Director.',
        fix: 'Set the host name in the settings (hostName) to the name under which other computers reach this Director: the certificate follows at once.',
      });
    },
  };
}

/** The common name of what a new connection is shown. */
function shownName({ address, port }: { address: string; port: number }, signal: AbortSignal): Promise<string> {
  return new Promise((resolve, reject) => {
    // Only looked at: nothing is sent.
    const socket = connect({ host: address, port, rejectUnauthorized: false });
    signal.addEventListener('abort', () => socket.destroy(new Error('the Director does not answer itself')), {
      once: true,
    });
    socket.once('error', reject);
    socket.once('secureConnect', () => {
      const { subject } = socket.getPeerCertificate();
      socket.destroy();
      const name: unknown = subject.CN;
      resolve(typeof name === 'string' ? name : '');
    });
  });
}
