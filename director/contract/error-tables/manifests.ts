/** Manifests and what they fetch. */
export const manifestsErrors = {
  MANIFEST_REQUIRED: {
    status: 400,
    message: '"manifest" is a required argument',
    hint: 'Send the text of a manifest.',
  },
  MANIFEST_SYNTAX: { status: 400, message: 'Error parsing json', hint: 'Line {line}, column {column}: {problem}.' },
  MANIFEST_INVALID: {
    status: 422,
    message: '{problem}',
    hint: 'Line {line}, column {column}, {field}. {problems}; nothing was made.',
  },
  MANIFEST_FILE_MISSING: {
    status: 422,
    message: 'The bundle has no file "{path}".',
    hint: 'Pack it together with manifest.json.',
  },
  MANIFEST_BUNDLE: {
    status: 422,
    message: 'The archive "{file}" has no manifest.json.',
    hint: 'Pack manifest.json at the top of the archive, or in its only folder.',
  },
  FETCH_FAILED: {
    status: 502,
    message: '{url} could not be fetched: {why}.',
    hint: 'Check the address and try again.',
  },
  FETCH_TOO_LARGE: {
    status: 422,
    message: '{url} is larger than {limit}.',
    hint: 'Make it smaller, or raise the limit in the settings.',
  },
  FETCH_REFUSED: {
    status: 403,
    message: '{url} is not fetched: {host} is an address inside of a network.',
    hint: 'Use an address of the public Internet, or put the file into the bundle. Administrators may use any address.',
  },
  DEPLOYMENT_FAILED: {
    status: 502,
    message: '{step} failed: {why}',
    hint: '{made} Correct the cause and deploy again, or go on by hand; delete the application when you do not need it.',
  },
  DEPLOYMENT_INTERRUPTED: {
    status: 503,
    message: 'The Director ended while the application was being made, at the step "{step}".',
    hint: '{made} Nothing of it was deleted: go on by hand, or delete the application and deploy again.',
  },
  ENVIRONMENT_INVALID: {
    status: 400,
    message: 'Invalid arguments: environment {problem}',
    hint: 'Correct it; the running environment is unchanged.',
  },
} as const;
