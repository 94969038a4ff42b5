/** A failure with a text of ConPaaS 2.1 that has no code of its own in ours. */
export class LegacyError extends Error {}

/** The certificate is fine but gives no right to the route: the answer is the word `false` (reference §2.1). */
export class Denied extends Error {
  constructor() {
    super('false');
  }
}

/** No certificate that counts, or one without the field that the route needs: HTTP 401 with a plain text (reference §2.2). */
export class Unauthorised extends Error {
  constructor(field: 'UID' | 'serviceLocator') {
    super(`cert_required: client certificate does NOT provide ${field}`);
  }
}
