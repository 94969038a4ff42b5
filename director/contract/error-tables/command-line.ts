/** The command line: the Director, its certificates, files of the caller. */
export const commandLineErrors = {
  NOTHING_TO_CHANGE: {
    status: 400,
    message: 'No option says what to change.',
    hint: 'Add --help to see the options.',
  },
  DIRECTOR_NOT_FOUND: {
    status: 503,
    message: 'Cannot call the ConPaaS director: the director URL address is not specified.',
    hint: 'No Director runs on this computer with the data folder {folder}. Start it, or give the address of another with --director_url.',
  },
  CERTIFICATES_MISSING: {
    status: 401,
    message:
      "Cannot call the ConPaaS director: user certificates are not present.\nTry to run 'cps-user get_certificate' first.",
    hint: 'They are looked for in {folder}: {files}.',
  },
  DIRECTOR_NOT_TRUSTED: {
    status: 403,
    message:
      "The ConPaaS director's SSL certificate failed verification.\nYou may be the victim of a man-in-the-middle attack or, if you recently changed the ConPaaS deployment, you need to run 'cps-user get_certificate' first.",
    hint: 'The certificate of {url}: {why}.',
  },
  DIRECTOR_HTTP_STATUS: {
    status: 502,
    message: "Call to method '{method}' on '{url}' failed: HTTP status {status}.",
    hint: 'Something else than a ConPaaS Director may answer at that address.',
  },
  DIRECTOR_NOT_HERE: {
    status: 503,
    message: 'Cannot find a ConPaaS director on this machine.',
    hint: 'None runs with the data folder {folder}. Start it, or give the address of another with --director_url: it must know you as an administrator.',
  },
  DIRECTOR_CLOCK: {
    status: 403,
    message:
      "The ConPaaS director's SSL certificate failed verification.\nBy the clock of this computer ({now}) it {why}. Compare the clocks of both computers.",
    hint: 'Set both clocks, best by NTP. If both are right, the Director at {url} must be restarted.',
  },
  USER_NAME_MISSING: {
    status: 400,
    message: 'Cannot call the ConPaaS director: user name is not specified.',
    hint: 'Give it with --username, or as username in ~/.conpaas/cps-tools.conf.',
  },
  PASSWORD_MISSING: {
    status: 400,
    message: 'Cannot call the ConPaaS director: the password is not specified.',
    hint: 'Type it when asked, or give it in CONPAAS_PASSWORD or as a line of the standard input.',
  },
  AUTHORITY_UNKNOWN: {
    status: 403,
    message:
      'The CA of the director at {url} is not known on this computer, so nothing was sent to it.\nIts SHA-256 fingerprint is {fingerprint}.',
    hint: 'Compare it with the one that "cps-tools director status" shows on the computer of the Director, then give it with --ca-fingerprint.',
  },
  AUTHORITY_OTHER: {
    status: 403,
    message:
      'The CA of the director at {url} has the SHA-256 fingerprint {fingerprint}, which is not the one given.\nYou may be the victim of a man-in-the-middle attack; nothing was sent to it.',
    hint: 'Compare it with the one that "cps-tools director status" shows on the computer of the Director.',
  },
  CERTIFICATES_UNUSABLE: {
    status: 502,
    message: 'The director sent no usable certificates: {why}.',
    hint: 'What is in ~/.conpaas was left as it is.',
  },
  SERVICE_TYPE_NOT_OFFERED: {
    status: 501,
    message: "The ConPaaS director does not offer services of type '{type}'.",
    hint: 'It offers: {types}.',
  },
  USER_CREDIT_IMPOSSIBLE: {
    status: 400,
    message: 'Cannot create a user with {credit} credits.',
    hint: 'Give 0 or more.',
  },
  MANIFEST_NO_FILE: {
    status: 400,
    message: 'The specified path does not contain a file',
    hint: 'Check the path {file}.',
  },
  MANIFEST_NO_JSON: { status: 400, message: 'The uploaded manifest is not valid json', hint: '{why}' },
  MANIFEST_NO_TYPE: {
    status: 400,
    message: 'The "Type" field is mandatory',
    hint: 'Service number {number} of the manifest has none.',
  },
  MANIFEST_HAS_ERRORS: {
    status: 422,
    message: 'Nothing would be made: the manifest has {count} errors.',
    hint: 'Correct them and check it again.',
  },
  POLICY_PARAMETER_MISSING: {
    status: 400,
    message: "The '{parameter}' parameter is mandatory for the {policyType} policy type.",
    hint: 'Give it with --{parameter}.',
  },
  VOLUME_SIZE_IMPOSSIBLE: {
    status: 400,
    message: 'Cannot resize a volume to {size} MB.',
    hint: 'Give a number above 0.',
  },
  SETTING_UNKNOWN: { status: 400, message: "Unknown setting '{key}'", hint: 'The settings are: {keys}.' },
  CHECKS_FAILED: {
    status: 500,
    message: '{failed} of {total} checks failed.',
    hint: 'What to do stands below each.',
  },
  IMPORT_HAS_ERRORS: {
    status: 422,
    message: '{count} lines of the file are wrong.',
    hint: 'Correct them and import the file again; what is right {deed}.',
  },
  CONFIGURATION_FILE_INVALID: { status: 400, message: '{problem}', hint: 'Correct the file {file}.' },
  FILE_UNREADABLE: {
    status: 400,
    message: "Cannot {action}: filename '{file}' not found or access is denied",
    hint: 'Check the path: {why}.',
  },
  FILE_UNWRITABLE: {
    status: 400,
    message: "Cannot write the file '{file}': {why}.",
    hint: 'Choose another place with --output.',
  },
  FILE_EXISTS: {
    status: 409,
    message: "The file '{file}' exists already.",
    hint: 'Write to another one with --output, or replace it with --force.',
  },
  FILE_CHANGED: {
    status: 409,
    message: "The file '{file}' changed while it was being sent.",
    hint: 'Send it again when nothing writes to it any more.',
  },
  NOT_CONFIRMED: {
    status: 409,
    message: 'Nothing was done: the question was not answered with yes.',
    hint: 'Answer y, or give --yes.',
  },
  WAITING_ENDED: {
    status: 504,
    message:
      "Waiting ended {why}; the operation goes on.\nWatch it with 'cps-tools task wait {id}', or end it with 'cps-tools task cancel {id}'.",
    hint: 'Nothing was cancelled.',
  },
} as const;
