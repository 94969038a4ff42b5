/** What a failed connection means, by the code of Node or OpenSSL. */
const words: Record<string, string> = {
  ECONNREFUSED: 'nothing listens there',
  ECONNRESET: 'it closed the connection',
  EPIPE: 'it closed the connection',
  ETIMEDOUT: 'no answer in time',
  EHOSTUNREACH: 'there is no way to its address',
  ENETUNREACH: 'there is no way to its address',
  EADDRNOTAVAIL: 'its address is not available on this computer',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate was not made by this Director',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate was not made by this Director',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'its certificate was not made by this Director',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate was not made by this Director',
  CERT_SIGNATURE_FAILURE: 'its certificate was not made by this Director',
};

/** Why a peer was not reached, as the end of a sentence. */
export function reasonOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return String(thrown);
  const code = 'code' in thrown ? String(thrown.code) : '';
  return words[code] ?? thrown.message;
}

/** Whether a connection that was kept from an earlier request turned out to be closed at the other end. */
export function isStale(thrown: unknown): boolean {
  const code = thrown instanceof Error && 'code' in thrown ? thrown.code : undefined;
  return code === 'ECONNRESET' || code === 'EPIPE';
}
