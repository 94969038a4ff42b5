/**
 * Every failure a user can meet. The key is the code; `{name}` in a text is filled from the error's parameters.
 * `status` is the HTTP status of the modern API. Texts of ConPaaS 2.1 are kept where it had one.
 */
export const errorTable = {
  // Input
  INVALID_INPUT: {
    status: 400,
    message: 'The request is not valid: {problem}.',
    hint: 'Correct the field named and send it again.',
  },
  NAME_REQUIRED: { status: 400, message: '"name" is a required argument', hint: 'Give a name of 1 to 256 characters.' },
  NAME_TOO_LONG: {
    status: 400,
    message: 'The name has {length} characters; at most {limit} are possible.',
    hint: 'Choose a shorter name.',
  },
  NAME_TAKEN: {
    status: 409,
    message: 'Application name "{name}" is already taken',
    hint: 'Choose another name, or rename or delete the application that has it.',
  },
  METHOD_NOT_ALLOWED: {
    status: 405,
    message: '{path} does not take {method}.',
    hint: 'It takes {methods}.',
  },
  NOT_FOUND: { status: 404, message: 'There is nothing at {path}.', hint: 'Check the address.' },

  // Who is asking
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

  // Accounts
  USER_NOT_FOUND: { status: 404, message: 'There is no user {uid}.', hint: 'List the users.' },
  USERNAME_TAKEN: {
    status: 409,
    message: "Username '{username}' is already taken",
    hint: 'Choose another name; capital and small letters are the same.',
  },
  EMAIL_TAKEN: {
    status: 409,
    message: "E-mail '{email}' is already registered",
    hint: 'Use another address, or sign in with the account that has it.',
  },
  CREDIT_TOO_HIGH: {
    status: 400,
    message: 'Cannot allocate {credit} credit for a new user (max credit {max}).',
    hint: 'Give less, or raise the most a new user may get in the settings. More can be added later.',
  },
  INSUFFICIENT_CREDITS: {
    status: 402,
    message: 'Insufficient credits',
    hint: 'Each manager and node costs one credit per hour. Ask an administrator for more, or stop something that runs.',
  },
  CREDITS_EXHAUSTED: {
    status: 402,
    message: 'Application "{name}" was stopped because no credit was left for its next hour.',
    hint: 'Code and data are kept. Start it again when an administrator has added credits.',
  },
  CREDITS_LOW: {
    status: 402,
    message: 'Credits left: {balance}. What runs is paid for another {duration}.',
    hint: 'Ask an administrator for more, or stop something. What cannot be paid any more is stopped; code and data are kept.',
  },
  CURRENT_PASSWORD_WRONG: {
    status: 403,
    message: 'The current password is not right; nothing was changed.',
    hint: 'An administrator can set a new one.',
  },
  LAST_ADMINISTRATOR: {
    status: 409,
    message: '"{username}" is the only administrator who can sign in.',
    hint: 'Make another user an administrator first.',
  },
  USER_HAS_APPLICATIONS: {
    status: 409,
    message: '"{username}" cannot be deleted while applications ({count}) are theirs.',
    hint: 'Delete the applications first, or disable the account.',
  },
  REGISTRATION_CLOSED: {
    status: 403,
    message: 'Nobody can register with this Director.',
    hint: 'Ask an administrator for an account.',
  },
  REGISTRATIONS_TOO_MANY: {
    status: 429,
    message: 'Too many accounts were asked for within an hour.',
    hint: 'Try again in {minutes} min.',
  },

  // Applications and services
  APPLICATION_NOT_FOUND: {
    status: 404,
    message: 'Application not found',
    hint: 'List the applications to see which exist.',
  },
  APPLICATION_ALREADY_STARTED: {
    status: 409,
    message: 'Application already started',
    hint: 'Stop it first if you want to start it again.',
  },
  APPLICATION_NOT_STARTED: {
    status: 409,
    message: 'Application {id} has not started. Try to start it first.',
    hint: 'Start the application.',
  },
  APPLICATION_BUSY: {
    status: 409,
    message: 'Application "{name}" is {state}; "{operation}" is under way.',
    hint: 'Wait until it ends, or cancel it in the list of tasks.',
  },
  UNKNOWN_SERVICE_TYPE: {
    status: 400,
    message: "Unknown service type '{type}'",
    hint: 'List the service types that this Director offers.',
  },
  SERVICE_NOT_FOUND: {
    status: 404,
    message: 'Unknown service id {sid} in application {aid}',
    hint: 'List the services of the application.',
  },
  WRONG_STATE: {
    status: 409,
    message: "Wrong service state: was expecting one of {expected} but current state is '{state}'",
    hint: 'Wait until the service is in one of these states.',
  },
  NODES_NOT_POSITIVE: {
    status: 400,
    message: 'Need a positive value for at least one role',
    hint: 'Ask for at least one node.',
  },
  NODES_INVALID: {
    status: 400,
    message: 'Invalid number of nodes {count}',
    hint: 'Give a whole number, zero or more, and at most 64 nodes at once.',
  },
  NODE_ROLE_UNKNOWN: {
    status: 400,
    message: "Wrong node type '{role}' for service type '{type}'.",
    hint: 'The roles of this type are: {roles}.',
  },
  NODES_TOO_MANY: {
    status: 400,
    message: 'Requesting to delete {count} {role} nodes while only {removable} can be removed',
    hint: 'Ask for fewer nodes.',
  },
  NODES_NONE_REMOVABLE: {
    status: 400,
    message: 'Requesting to delete {count} {role} nodes while none can be removed',
    hint: 'A service keeps at least one node of this role.',
  },
  PROXY_RULE: {
    status: 409,
    message:
      "Cannot add more proxy servers without at least one stand-alone 'web' node and one stand-alone 'backend' node",
    hint: 'Add a web node and a backend node first.',
  },
  NOT_ENOUGH_LEFT: {
    status: 409,
    message: "Not enough '{role}' nodes will be left",
    hint: 'Keep at least one node of each role.',
  },
  NODE_NOT_FOUND: { status: 404, message: 'The {role} node ID does not exist', hint: 'List the nodes of the service.' },
  NODE_LOST: {
    status: 503,
    message: 'Node {node} ({role}) no longer answers: {why}.',
    hint: 'Replace the node on the page of the service, or with "cps-tools service replace_node".',
  },
  LOG_NOT_FOUND: {
    status: 404,
    message: 'Failed to read log',
    hint: 'Choose one of the logs listed for the node: {logs}.',
  },
  STARTUP_SCRIPT_NONE: { status: 404, message: 'No startup script', hint: 'Upload one first.' },
  METHOD_NOT_SUPPORTED: {
    status: 409,
    message: '{method} method not currently supported for this service',
    hint: 'Use a service of a type that supports it.',
  },
  VOLUME_NAME_INVALID: {
    status: 400,
    message: 'Volume name contains invalid characters',
    hint: 'Use letters, digits, "-" and "_".',
  },
  VOLUME_NAME_TAKEN: {
    status: 409,
    message: "There is a volume '{name}' in this application already",
    hint: 'Choose another name, or delete that volume.',
  },
  VOLUME_NOT_FOUND: {
    status: 404,
    message: "There is no volume '{name}' in this application",
    hint: 'List the volumes of the application.',
  },
  VOLUME_FAILED: {
    status: 502,
    message: "The volume '{name}' could not be {deed}: {why}.",
    hint: 'Look at the log of the Director; nothing that was on the volume is lost.',
  },
  AUTHORIZED_KEY_INVALID: {
    status: 400,
    message: 'Line {line} is not an SSH public key: {why}.',
    hint: 'Give the content of files such as ~/.ssh/id_ed25519.pub, one key per line; nothing was added.',
  },
  SCRIPTS_RUNNING: {
    status: 409,
    message:
      "ERROR: Scripts are still running inside at least one agent. Please wait for them to finish execution or call 'interrupt' first.",
    hint: 'get_script_status tells which.',
  },
  SCRIPTS_NONE_RUNNING: {
    status: 409,
    message: 'ERROR: No scripts are currently running inside agents. Nothing to interrupt.',
    hint: "Start one with 'run'.",
  },
  SCRIPT_MISSING: {
    status: 409,
    message: 'The code version {version} has no {script}.',
    hint: 'Put {script} at the top of the archive, or into its only folder, and upload it again.',
  },
  SCRIPT_FAILED: {
    status: 422,
    message: '{script} failed on {node}: {why}.',
    hint: 'Its last lines are in the details, all of them in the logs agent.out and agent.err of the node.',
  },
  MASTER_NOT_REMOVABLE: {
    status: 409,
    message: 'Cannot remove the master node.',
    hint: "Remove nodes of the role 'node'; stop the service to end the master.",
  },
  MANAGER_RESTARTED: {
    status: 503,
    message: 'The manager ended while the service was {state}; what had been made was cleaned up.',
    hint: 'Order it again; a service in error must be stopped first.',
  },
  CONFIGURATION_INVALID: {
    status: 400,
    message: 'Invalid arguments: {key} = "{value}" is not {form}',
    hint: 'Correct the value; the running configuration is unchanged.',
  },
  CONFIGURATION_UNKNOWN: {
    status: 400,
    message: 'Unexpected arguments phpconf attribute "{key}"',
    hint: 'The known keys are: {keys}.',
  },
  CONFIGURATION_EMPTY: {
    status: 400,
    message: 'Missing argument "at least one of "codeVersionId" or "phpconf""',
    hint: 'Give a code version, settings, or both.',
  },

  // Code versions and archives
  CODE_VERSION_NOT_FOUND: {
    status: 404,
    message: "Invalid code version '{version}'",
    hint: 'List the code versions of the service.',
  },
  CODE_VERSION_ACTIVE: {
    status: 409,
    message: 'Invalid arguments (Cannot remove the active code version)',
    hint: 'Enable another version first.',
  },
  CODE_VERSION_NONE: { status: 409, message: 'There is no code version currently enabled.', hint: 'Enable a version.' },
  CODE_VERSION_UNHEALTHY: {
    status: 422,
    message:
      'Version {version} was not enabled because it does not answer properly: {why}. The version before keeps serving.',
    hint: 'Look at the error log of the backend node, correct the code and upload it again.',
  },
  ARCHIVE_FORMAT: {
    status: 422,
    message: 'Invalid arguments (Invalid archive format)',
    hint: 'Upload a .zip, .tar, .tar.gz, .tar.bz2 or .tar.xz file.',
  },
  ARCHIVE_EMPTY: {
    status: 422,
    message: 'The archive "{file}" holds no file.',
    hint: 'Pack the files of your application and upload again.',
  },
  ARCHIVE_PATH: {
    status: 422,
    message: 'The archive holds "{member}", which points outside of the archive.',
    hint: 'Pack the files with relative paths and without "..".',
  },
  ARCHIVE_LINK: {
    status: 422,
    message: 'The archive holds the link "{member}", which points out of the archive to "{target}".',
    hint: 'Pack the files themselves instead of links to them.',
  },
  ARCHIVE_SPECIAL: {
    status: 422,
    message: 'The archive holds "{member}", which is a {kind} and not a file.',
    hint: 'Leave devices, pipes and sockets out.',
  },
  ARCHIVE_TOO_LARGE: {
    status: 422,
    message: 'The archive unpacks to more than {limit}.',
    hint: 'Make it smaller, or raise the limit in the settings.',
  },
  ARCHIVE_TOO_MANY: {
    status: 422,
    message: 'The archive holds more than {limit} files.',
    hint: 'Make it smaller, or raise the limit in the settings.',
  },
  ARCHIVE_DAMAGED: {
    status: 422,
    message: 'The archive "{file}" cannot be read to its end: {why}.',
    hint: 'Pack and upload it again; it may have been cut off.',
  },
  UPLOAD_TOO_LARGE: {
    status: 413,
    message: 'The file is larger than {limit}.',
    hint: 'Make it smaller, or raise the limit in the settings.',
  },
  UPLOAD_CUT: {
    status: 400,
    message: 'The upload ended before the whole file had arrived.',
    hint: 'Upload the file again.',
  },
  STORAGE_FULL: {
    status: 507,
    message: 'There is no space left on the disk that holds {place}.',
    hint: 'Free some space and try again; nothing was changed.',
  },

  // Manifests
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

  // Clouds, instances, processes
  UNKNOWN_CLOUD: {
    status: 400,
    message: "Unknown cloud name '{cloud}'",
    hint: 'The clouds of this Director are: {clouds}.',
  },
  INSTANCE_START_FAILED: {
    status: 502,
    message: 'The instance {name} did not start: {why}.',
    hint: 'Look at the log of the operation; start it again when the cause is gone.',
  },
  INSTANCE_NO_ANSWER: {
    status: 504,
    message: 'The {kind} of {name} did not answer within {seconds} s.',
    hint: 'Look at its log. Nothing was deleted because of this; stop the application to clean up.',
  },
  MANAGER_UNREACHABLE: {
    status: 503,
    message: 'The manager of application {aid} does not answer: {why}.',
    hint: 'Wait a moment; the Director restarts it. If it stays away, look at its log or stop the application.',
  },
  AGENT_UNREACHABLE: {
    status: 503,
    message: 'The agent at {address} does not answer: {why}.',
    hint: 'Replace the node if it stays away.',
  },
  SERVER_FAILED: { status: 502, message: '{server} did not start on {node}: {why}.', hint: 'Look at the log {log}.' },
  PORT_TAKEN: {
    status: 409,
    message: 'Port {port} on {address} is used by {owner}.',
    hint: 'Stop that program or choose another port.',
  },
  PROCESS_NOT_ENDED: {
    status: 500,
    message: 'Process {pid} was killed and is still there.',
    hint: 'It hangs in the system, often on a disk that does not answer. Try again, or restart the computer.',
  },
  STORAGE_IN_USE: {
    status: 409,
    message: 'The storage is still used by {instances}.',
    hint: 'Stop the application or service first.',
  },
  SERVER_MISSING: {
    status: 501,
    message: '{server} is not installed on this computer.',
    hint: 'Install it with: {command}',
  },
  DIRECTOR_UNREACHABLE: {
    status: 503,
    message: 'The Director at {url} does not answer: {why}.',
    hint: 'Start the Director.',
  },

  // Wire protocol of managers and agents
  REQUEST_REFUSED: { status: 400, message: '{text}', hint: 'Correct the request and send it again.' },
  METHOD_FAILED: {
    status: 502,
    message: 'Error when calling method {method}: {why}',
    hint: 'Look at the log of the manager or agent; report it with the log if it happens again.',
  },

  // Command line: the Director, its certificates and files of the caller
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

  // Operations and the Director itself
  OPERATION_NOT_FOUND: { status: 404, message: 'There is no operation {id}.', hint: 'List the operations.' },
  OPERATION_NOT_CANCELLABLE: {
    status: 409,
    message: 'The operation can no longer be cancelled.',
    hint: 'Wait until it ends.',
  },
  OPERATION_CANCELLED: { status: 409, message: 'The operation was cancelled.', hint: 'Start it again if you want it.' },
  OPERATION_TIMED_OUT: {
    status: 504,
    message: 'The operation "{operation}" did not end within {seconds} s; it was at the step "{step}".',
    hint: 'Look at the log of the step. Nothing was deleted because of the time-out except what the operation itself had made.',
  },
  OPERATION_SUPERSEDED: {
    status: 409,
    message: 'Something else was asked of the service meanwhile; it is {state} now.',
    hint: 'Ask for it again if you still want it.',
  },
  OPERATION_INTERRUPTED: {
    status: 503,
    message: 'The Director ended while the operation was under way; what it had made was cleaned up.',
    hint: 'Start it again.',
  },
  DIRECTOR_RUNNING: {
    status: 409,
    message: 'Another Director (process {pid}, {program}) uses the folder {folder}.',
    hint: 'Use that one, or choose another folder with --data-dir.',
  },
  DATABASE_DAMAGED: {
    status: 500,
    message: 'The database {file} cannot be used: {why}.',
    hint: 'Copies made before each migration are beside it; keep the file and ask for help.',
  },
  DATABASE_NEWER: {
    status: 500,
    message:
      'The database {file} was written by a newer version of the program (it is at {version}, this one knows {known}).',
    hint: 'Start the newer version, or choose another folder with --data-dir.',
  },
  DATA_FOLDER_UNUSABLE: {
    status: 500,
    message: 'The folder {folder} cannot hold the data of the Director: {why}.',
    hint: 'Choose another folder with --data-dir.',
  },
  AUTHORITY_DAMAGED: {
    status: 500,
    message: 'The key of the certificate authority, {file}, cannot be used: {why}.',
    hint: 'Put the file back from a copy. Without it, delete the folder of certificates: then all applications must be started anew.',
  },
  SAMPLE_NOT_FOUND: { status: 404, message: 'There is no sample application "{name}".', hint: 'List the samples.' },
  INTERNAL: {
    status: 500,
    message: 'The Director failed at something it should not fail at: {why}.',
    hint: 'Look at its log; report it with the log if it happens again.',
  },
} as const satisfies Record<string, { status: number; message: string; hint: string }>;
