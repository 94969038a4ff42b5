/** Applications, services, nodes, volumes. */
export const servicesErrors = {
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
} as const;
