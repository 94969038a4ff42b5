/** Who is asking: sessions, certificates, origins. */
export const accessErrors = {
  NOT_SIGNED_IN: {
    status: 401,
    message: 'This page has no session with the Director.',
    hint: 'Sign in, or open the address that the program printed when it started.',
  },
  LAUNCH_TOKEN_INVALID: {
    status: 401,
    message: 'The launch token is wrong, was used already, or is too old.',
    hint: 'Start the program again, or run "npm run cps-tools -- director open" for a new address.',
  },
  CERTIFICATE_REQUIRED: {
    status: 401,
    message: 'cert_required: client certificate does NOT provide UID',
    hint: 'Send a client certificate made by this Director.',
  },
  FORBIDDEN: {
    status: 403,
    message: 'A certificate of the role "{role}" may not call {route}.',
    hint: 'Use a certificate of the role that the route is for.',
  },
  CERTIFICATE_EXPIRED: {
    status: 401,
    message: '{whose} certificate has expired: it was valid until {until}, and the clock of {checker} says {now}.',
    hint: 'If that time is wrong, set the clock. Else get a new certificate: with "cps-user get_certificate", or on the page of certificates.',
  },
  CERTIFICATE_NOT_YET_VALID: {
    status: 401,
    message: '{whose} certificate is not valid yet: it is valid from {from}, and the clock of {checker} says {now}.',
    hint: 'The clock of one of the two computers is wrong by {minutes} minutes or more. Set both, best by NTP, and try again.',
  },
  CERTIFICATE_TOO_WEAK: {
    status: 401,
    message:
      '{whose} certificate is signed with SHA-1 or has a key that is too short, which anybody could forge by now.',
    hint: 'It was made by an older ConPaaS. Get a new one: with "cps-user get_certificate", or on the page of certificates.',
  },
  CERTIFICATE_REVOKED: {
    status: 401,
    message: 'The certificate {serial} was revoked.',
    hint: 'Get a new one: with "cps-user get_certificate", or on the page of certificates.',
  },
  CERTIFICATE_UNKNOWN: {
    status: 401,
    message: 'The certificate {serial} is of this Director, but it is not among those that it knows.',
    hint: 'Its database was restored from a copy that is older than the certificate. Get a new one: with "cps-user get_certificate".',
  },
  SIGNING_REQUEST_INVALID: {
    status: 400,
    message: 'The certificate request cannot be used: {why}.',
    hint: 'Send a PKCS #10 request as PEM text, with an RSA key of 2048 bits or more or an elliptic curve key, signed with SHA-256.',
  },
  CERTIFICATE_NOT_FOUND: {
    status: 404,
    message: 'There is no certificate with the serial number {serial}.',
    hint: 'List the certificates to see which exist.',
  },
  WRONG_ORIGIN: {
    status: 403,
    message: 'The request comes from a page of another origin ({origin}).',
    hint: 'Use the address of the Director itself.',
  },
  WRONG_HOST: {
    status: 403,
    message: 'The Director does not answer to the host name "{host}".',
    hint: 'Use the address that the Director printed, for example http://127.0.0.1.',
  },

  SIGN_IN_FAILED: {
    status: 401,
    message: 'User authentication failed',
    hint: 'Check the name and the password; capitals count in the password.',
  },
  SIGN_IN_WAIT: {
    status: 429,
    message: 'Too many attempts to sign in failed. The next is possible in {seconds} s.',
    hint: 'Wait, then try again. Who is signed in elsewhere, or has a certificate, is not affected.',
  },
  SIGN_IN_BUSY: {
    status: 503,
    message: 'The Director checks too many passwords at this moment.',
    hint: 'Try again in a few seconds.',
  },
  USER_DISABLED: {
    status: 403,
    message: 'The account "{username}" is disabled.',
    hint: 'Ask an administrator of this Director.',
  },
  CALLER_UNKNOWN: {
    status: 401,
    message: 'The account of this certificate or session was deleted.',
    hint: 'Sign in with another account.',
  },
  ADMINISTRATOR_REQUIRED: {
    status: 403,
    message: 'Only an administrator may do this.',
    hint: 'Ask an administrator of this Director.',
  },
  SESSION_NOT_FOUND: {
    status: 404,
    message: 'There is no session {id}.',
    hint: 'It may have ended. List the sessions again.',
  },
} as const;
