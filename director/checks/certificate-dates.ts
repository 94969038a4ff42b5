import { X509Certificate } from 'node:crypto';
import { callInstance } from '../certificates/instance-call.ts';
import { instanceCertificate } from '../certificates/instance-certificates.ts';
import { isDue } from '../certificates/lifetime.ts';
import type { Store } from '../store/store.ts';
import type { WireClient } from '../wire/client.ts';
import { type CheckDefinition, failed, lines, passed, warning } from './check.ts';
import { askAll, nameOf } from './instances-under-check.ts';

export interface CertificateDatesOptions {
  store: Store;
  client: WireClient;
  /** PEM texts of what the Director has on its own disk, by what it is called in a text. */
  own: () => Record<string, string>;
  now: () => number;
}

interface Dated {
  name: string;
  validFromDate: Date;
  validToDate: Date;
}

const day = (date: Date): string => date.toISOString().slice(0, 10);
const told = ({ name, validFromDate, validToDate }: Dated): string =>
  `${name}: valid from ${day(validFromDate)} to ${day(validToDate)}`;

/** No certificate has ended, or will soon without having been renewed. */
export function certificateDatesCheck({ store, client, own, now }: CertificateDatesOptions): CheckDefinition {
  return {
    name: 'certificate-dates',
    title: 'Dates of the certificates',
    async run() {
      const time = now();
      const here = Object.entries(own()).map(([name, pem]): Dated => {
        const { validFromDate, validToDate } = new X509Certificate(pem);
        return { name, validFromDate, validToDate };
      });
      const asked = await askAll(store.instances.list({ state: 'running' }), async (record) => {
        const answer = await callInstance(client, record, 'GET', 'get_certificate');
        const { notBefore: validFromDate, notAfter: validToDate } = instanceCertificate.parse(answer);
        return { name: nameOf(record), validFromDate, validToDate };
      });
      const all = [...here, ...asked.flatMap(({ value }) => value ?? [])];
      const invalid = all.filter((one) => time < one.validFromDate.getTime() || time > one.validToDate.getTime());
      const refused = asked.flatMap(({ record, problem }) =>
        problem?.includes('certificate') ? [`${nameOf(record)}: ${problem}`] : [],
      );
      return finding(all, [...invalid.map(told), ...refused], all.filter((one) => isDue(one, time)).map(told));
    },
  };
}

function finding(all: readonly Dated[], ended: readonly string[], due: readonly string[]) {
  const wanted = 'Every certificate is valid today, and younger than two thirds of its life.';
  if (ended.length > 0) {
    return failed({
      found: `${ended.length} of the certificates in use are not valid now.`,
      wanted,
      cause: 'The time of this computer is wrong, or a certificate could not be renewed.',
      fix: 'Look at the check of the system time first. If it passes, start the Director again: it renews what it can reach, and starts instances again that it cannot.',
      detail: lines(ended),
    });
  }
  if (due.length > 0) {
    return warning({
      found: `${due.length} of the certificates in use should have been renewed by now.`,
      wanted,
      cause: 'The Director looks every hour; what is older was not reached, or the disk was full.',
      fix: 'Look at the log of the Director for "could not be renewed" and for instances that do not answer.',
      detail: lines(due),
    });
  }
  return passed(`All ${all.length} certificates are valid.`, wanted, lines(all.map(told)));
}
