import type { RouteName } from '../../../director/contract/routes.ts';
import type { Things } from './things.ts';

/** How a route is asked. */
export interface Row {
  /** What it is asked about; the path is filled from it. Without it the route is about the caller or nothing in particular. */
  about?: (things: Things) => Record<string, string | number>;
  query?: (things: Things) => Record<string, string | number>;
  body?: (things: Things) => unknown;
  /** Bytes of an upload. */
  file?: string;
  /** Administrators may use it on what others have. */
  administratorsToo?: true;
  /** The answer is the same whether there is such a thing or not, so that the owner's tells nothing either. */
  silent?: true;
}

const application: Row = { about: ({ aid }) => ({ aid }) };
const service: Row = { about: ({ aid, sid }) => ({ aid, sid }) };
const node: Row = { about: ({ aid, sid, node }) => ({ aid, sid, nodeId: node }) };
const log: Row = { about: ({ aid, sid, node }) => ({ aid, sid, nodeId: node, filename: 'access.log' }) };
const code: Row = { about: ({ aid, sid }) => ({ aid, sid, version: 'code-default' }) };
const operation: Row = { about: ({ operation }) => ({ id: operation }) };
const user: Row = { about: ({ uid }) => ({ uid }) };
const plain: Row = {};
const withBody = (row: Row, body: unknown): Row => ({ ...row, body: () => body });

/** A cloud that is none, so that nothing of a test starts. */
const nowhere = { cloud: 'nowhere' };

/** The requests that are tried of each route by everybody. A route without a row is an error of the types, and of the test. */
export const rows: Record<RouteName, Row> = {
  getVersion: plain,
  openSession: withBody(plain, { launchToken: 'made up' }),
  getSession: plain,
  createLaunchToken: plain,
  getSystem: plain,
  getSettings: plain,
  updateSettings: withBody(plain, { onQuit: 'ask' }),
  listClouds: plain,
  listServiceTypes: plain,
  followEvents: plain,

  getSignInOptions: plain,
  register: withBody(plain, { username: 'flood', email: 'flood@example.org', password: 'long enough' }),
  closeSession: plain,
  listSessions: plain,
  endSession: { about: ({ session }) => ({ id: session }) },
  getProfile: plain,
  updateProfile: withBody(plain, { affiliation: 'VU' }),
  changePassword: withBody(plain, { currentPassword: 'guessed', newPassword: 'long enough' }),
  listResources: plain,
  listUsers: plain,
  createUser: withBody(plain, {
    username: 'taken',
    email: 'taken@example.org',
    password: 'long enough',
    credit: 10 ** 9,
  }),
  getUserHoldings: user,
  updateUser: withBody(user, { affiliation: 'VU' }),
  setUserPassword: withBody(user, { newPassword: 'long enough' }),
  deleteUser: user,

  getAuthority: plain,
  listCertificates: plain,
  listAllCertificates: plain,
  issueCertificate: withBody(plain, { format: 'zip' }),
  issueCertificateByPassword: withBody(plain, { username: 'nobody', password: 'guessed' }),
  revokeCertificate: { about: ({ serial }) => ({ serial }), administratorsToo: true },

  getCredit: plain,
  listCreditHistory: plain,
  estimateCredit: { query: () => ({ instances: 1 }) },
  getUserCredit: user,
  listUserCreditHistory: user,
  addCredit: withBody(user, { change: 1, note: 'a test' }),

  startChecks: plain,
  importConfiguration: withBody(plain, { text: '[conpaas]\n', apply: false }),

  listApplications: plain,
  createApplication: withBody(plain, { name: 'taken' }),
  getApplication: application,
  renameApplication: { ...application, body: ({ aid }) => ({ name: `renamed ${aid}` }) },
  deleteApplication: application,
  startApplication: withBody(application, nowhere),
  stopApplication: application,
  getApplicationInfo: application,
  getApplicationLog: application,

  listAllServices: plain,
  listServices: application,
  addService: withBody(application, { type: 'php' }),
  getService: service,
  renameService: withBody(service, { name: 'renamed' }),
  removeService: service,
  startService: service,
  stopService: service,
  getServiceInfo: service,
  getServiceHistory: service,
  getServiceLog: service,
  callServiceMethod: {
    about: ({ aid, sid }) => ({ aid, sid, method: 'get_configuration' }),
    body: () => ({ parameters: {} }),
  },
  listAuthorizedKeys: service,
  addAuthorizedKeys: withBody(service, { keys: 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIA== anna' }),
  getStartupScript: service,
  setStartupScript: withBody(service, { script: 'true' }),

  listNodes: service,
  addNodes: withBody(service, { nodes: { web: 1 } }),
  removeNodes: withBody(service, { nodes: { web: 1 } }),
  replaceNode: node,
  setWeights: withBody(service, { web: {}, backend: {} }),
  getTraffic: service,
  listNodeLogs: node,
  getNodeLog: log,
  followNodeLog: log,

  listCodeVersions: service,
  uploadCodeVersion: { ...service, query: () => ({ filename: 'code.zip' }), file: 'no archive' },
  downloadCodeVersion: code,
  liftCodeVersion: withBody(code, { lifted: true }),
  enableCodeVersion: code,
  deleteCodeVersion: code,
  getConfiguration: service,
  updateConfiguration: withBody(service, { values: {} }),

  listVolumes: application,
  createVolume: { ...application, body: ({ node }) => ({ name: 'data', size: 1, agentId: node }) },
  deleteVolume: { about: ({ aid, volume }) => ({ aid, name: volume }) },

  getManifestSchema: plain,
  checkManifest: withBody(plain, { manifest: '{}' }),
  deployManifest: withBody(plain, { manifest: '{}' }),
  deployManifestBundle: { query: () => ({ filename: 'bundle.zip' }), file: 'no archive' },
  exportManifest: application,
  exportManifestBundle: application,

  listOperations: { query: ({ aid }) => ({ aid }) },
  getOperation: operation,
  cancelOperation: operation,
  listSamples: plain,
  deploySample: { about: () => ({ name: 'none' }) },

  createNodes: {
    body: ({ sid }) => ({
      requestId: 'a-request',
      sid,
      serviceType: 'php',
      nodes: [{ role: 'web', cloud: 'nowhere' }],
    }),
  },
  destroyNodes: { body: ({ node }) => ({ ids: [node] }), silent: true },
  estimateNodes: { query: () => ({ instances: 1 }) },
  makeVolume: { body: ({ node, volume }) => ({ name: volume, requestId: 'a-request', size: 1, agentId: node }) },
  attachVolume: { body: ({ node, volume }) => ({ name: volume, agentId: node, device: 'sdb' }) },
  detachVolume: { body: ({ volume }) => ({ name: volume }) },
  destroyVolume: { body: ({ volume }) => ({ name: volume }), silent: true },
};
