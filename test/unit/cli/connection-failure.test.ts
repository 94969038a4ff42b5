import { afterEach, describe, expect, test, vi } from 'vitest';
import { connectionFailure, WrongRoleError } from '../../../director/cli/connection-failure.ts';
import { ConpaasError } from '../../../director/contract/errors.ts';

const url = 'https://host:5555';
const coded = (code: string, message = code) => Object.assign(new Error(message), { code });

afterEach(() => vi.useRealTimers());

describe('what a connection fails with', () => {
  test.each([
    [coded('ECONNREFUSED', ''), 'Connection refused'],
    [coded('ENOTFOUND'), 'Name or service not known'],
    [new Error('no answer within 10 s'), 'no answer within 10 s'],
    [
      coded(
        'ERR_SSL_ALERT',
        '407D:error:0A000415:SSL routines:ssl3_read_bytes:ssl/tls alert certificate expired:../deps:9:SSL alert number 45',
      ),
      'it refused the user certificate (certificate expired)',
    ],
    [
      coded(
        'EPROTO',
        'write EPROTO 407D:error:0A00010B:SSL routines:tls_validate_record_header:wrong version number:../x.c:77:\n\n',
      ),
      'no TLS connection can be made (wrong version number)',
    ],
  ])('%s is told as no connection', (error, why) => {
    expect(connectionFailure(url, error)).toMatchObject({
      code: 'DIRECTOR_UNREACHABLE',
      message: `Cannot contact the director at URL 'https://host:5555': ${why}`,
    });
  });

  test.each([
    [coded('SELF_SIGNED_CERT_IN_CHAIN'), 'it was made by another CA'],
    [coded('CA_MD_TOO_WEAK'), 'it is signed with SHA-1 or its key is too short'],
    [new WrongRoleError('its role is "agent" and not "frontend"'), 'its role is "agent" and not "frontend"'],
  ])('%s is told as a certificate that failed verification', (error, why) => {
    expect(connectionFailure(url, error)).toMatchObject({
      code: 'DIRECTOR_NOT_TRUSTED',
      message:
        "The ConPaaS director's SSL certificate failed verification.\n" +
        'You may be the victim of a man-in-the-middle attack or, if you recently changed the ConPaaS deployment, ' +
        "you need to run 'cps-user get_certificate' first.",
      hint: `The certificate of ${url}: ${why}.`,
    });
  });

  test.each([
    [coded('CERT_NOT_YET_VALID'), 'is not yet valid'],
    [coded('CERT_HAS_EXPIRED'), 'has expired'],
  ])('%s is told as trouble with a clock, with the time of this computer', (error, why) => {
    vi.setSystemTime('2026-03-04T05:06:07Z');
    expect(connectionFailure(url, error)).toMatchObject({
      code: 'DIRECTOR_CLOCK',
      message:
        "The ConPaaS director's SSL certificate failed verification.\n" +
        `By the clock of this computer (2026-03-04T05:06:07.000Z) it ${why}. Compare the clocks of both computers.`,
    });
  });

  test('an expected failure passes through', () => {
    const failure = new ConpaasError('FILE_CHANGED', { file: 'x' });
    expect(connectionFailure(url, failure)).toBe(failure);
  });
});
