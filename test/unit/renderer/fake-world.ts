import type { Application } from '../../../director/contract/application.ts';
import type { Certificate } from '../../../director/contract/certificate.ts';
import type { CodeVersion } from '../../../director/contract/code.ts';
import type { Credit, CreditEntry } from '../../../director/contract/credit.ts';
import type { Operation } from '../../../director/contract/operation.ts';
import type { Node, Service, ServiceTypeDescription, Transition } from '../../../director/contract/service.ts';
import type { Sample, Session, Settings, System } from '../../../director/contract/system.ts';
import type { OpenSession, User, UserHoldings } from '../../../director/contract/user.ts';
import type { Volume } from '../../../director/contract/volume.ts';

export const session: Session = {
  uid: 1,
  username: 'owner',
  role: 'administrator',
  version: '0.1.0',
  signedInBy: 'launch',
};

const bytes = { pattern: '^\\d+[KMG]?$', form: 'digits and optional K, M or G' };
const onOrOff = { pattern: '^(On|Off)$', form: 'On or Off', choices: ['On', 'Off'] };

export const phpType: ServiceTypeDescription = {
  type: 'php',
  title: 'PHP',
  description: 'A web site in PHP with its static files, behind a proxy that shares the load over any number of nodes.',
  icon: 'brand-php',
  roles: [
    { role: 'backend', title: 'Backend', description: 'Runs the PHP scripts.', port: 9000 },
    { role: 'web', title: 'Static files', description: 'Serves the files that are not scripts.', port: 8080 },
    { role: 'proxy', title: 'Proxy', description: 'Takes the requests of visitors and shares them.', port: 80 },
  ],
  defaultRole: 'backend',
  hasCode: true,
  startingNodes: 1,
  hasVolumes: false,
  methods: [],
  archiveFormats: ['.zip', '.tar', '.tar.gz', '.tar.bz2', '.tar.xz'],
  configuration: [
    {
      key: 'memory_limit',
      label: 'Memory of a script',
      description: 'The most memory one script may take.',
      default: '128M',
      ...bytes,
    },
    {
      key: 'display_errors',
      label: 'Show errors',
      description: 'Whether visitors see PHP errors.',
      default: 'Off',
      ...onOrOff,
    },
    {
      key: 'upload_max_filesize',
      label: 'Largest upload',
      description: 'The largest file a visitor may send.',
      default: '2M',
      ...bytes,
    },
    {
      key: 'max_execution_time',
      label: 'Longest run of a script',
      description: 'Seconds after which PHP ends a script.',
      default: '30',
      pattern: '^\\d+$',
      form: 'digits',
    },
  ],
};

export const guestBook: Sample = {
  name: 'guestbook',
  title: 'Guest book',
  description: 'Visitors leave a line and read what others wrote. Keeps its entries in a file of its own.',
  serviceType: 'php',
  picture: null,
};

export function makeSystem(): System {
  return {
    version: '0.1.0',
    dataDirectory: '/home/ada/.local/share/conpaas-nutshell',
    address: { ui: 'http://127.0.0.1:4180', api: 'https://127.0.0.1:5555', shared: null },
    clouds: [
      {
        name: 'local',
        title: 'This computer',
        description: 'Every instance is a group of processes with an address of its own.',
        isDefault: true,
        isolation: {
          kind: 'bubblewrap',
          description: 'Instances are kept apart by bubblewrap: they see only their own files.',
        },
        network: 'Each instance has its own address in 127.0.0.0/8; ports below 1024 are closed, so 80 becomes 8081.',
      },
    ],
    servers: [
      {
        name: 'haproxy',
        version: '2.6.12',
        path: '/usr/sbin/haproxy',
        use: 'Proxy of web services. Without it, nginx does it.',
        installCommand: 'sudo apt install haproxy',
      },
      {
        name: 'nginx',
        version: '1.22.1',
        path: '/usr/sbin/nginx',
        use: 'Static files.',
        installCommand: 'sudo apt install nginx',
      },
      {
        name: 'php-fpm',
        version: null,
        path: null,
        use: 'Runs PHP. Without it, the built-in PHP does.',
        installCommand: 'sudo apt install php-fpm',
      },
    ],
    phpRuntime: 'system',
    notices: [],
  };
}

export const defaultSettings: Settings = {
  phpRuntime: 'auto',
  archiveLimitBytes: 512 * 1024 * 1024,
  archiveLimitFiles: 50_000,
  onQuit: 'ask',
  hostName: null,
  deploymentName: 'conpaas',
  timeReference: null,
  registration: false,
  creditsEnabled: true,
  newUserCredit: 50,
  maxCredit: 50,
};

/** Everything the Fake knows. Keys of services are "aid/sid". */
export interface World {
  applications: Map<number, Application>;
  services: Map<string, Service>;
  nodes: Map<string, Node[]>;
  codeVersions: Map<string, CodeVersion[]>;
  configurations: Map<string, Record<string, string>>;
  histories: Map<string, Transition[]>;
  startupScripts: Map<string, string>;
  operations: Map<string, Operation>;
  /** By "nodeId filename". */
  logs: Map<string, string>;
  settings: Settings;
  system: System;
  /** Who is signed in. */
  session: Session;
  sessions: OpenSession[];
  users: Map<number, User>;
  /** By username. */
  passwords: Map<string, string>;
  /** By the user's id. */
  holdings: Map<number, UserHoldings>;
  credit: Credit;
  /** Newest first. */
  creditEntries: CreditEntry[];
  certificates: Certificate[];
  serviceTypes: ServiceTypeDescription[];
  samples: Sample[];
  /** By the application's id. */
  volumes: Map<number, Volume[]>;
  /** By the application's id. */
  authorizedKeys: Map<number, string[]>;
  /** States of scripts by agent and script, of services that have scripts. */
  scripts: Map<string, Record<string, Record<string, string>>>;
}

export function emptyWorld(): World {
  return {
    applications: new Map(),
    services: new Map(),
    nodes: new Map(),
    codeVersions: new Map(),
    configurations: new Map(),
    histories: new Map(),
    startupScripts: new Map(),
    operations: new Map(),
    logs: new Map(),
    settings: { ...defaultSettings },
    system: makeSystem(),
    session: { ...session },
    sessions: [],
    users: new Map([[1, makeUser(1, 'owner', { role: 'administrator', hasPassword: false })]]),
    passwords: new Map(),
    holdings: new Map(),
    credit: { enabled: true, balance: 50, instances: 0, nextCharge: null, runsOut: null, level: 'plenty' },
    creditEntries: [],
    certificates: [],
    serviceTypes: [phpType],
    samples: [guestBook],
    volumes: new Map(),
    authorizedKeys: new Map(),
    scripts: new Map(),
  };
}

export function makeUser(uid: number, username: string, changes: Partial<User> = {}): User {
  return {
    uid,
    username,
    email: `${username}@example.org`,
    firstName: '',
    lastName: '',
    affiliation: '',
    role: 'user',
    enabled: true,
    hasPassword: true,
    credit: 50,
    created: new Date(Date.now() - 30 * 86_400_000).toISOString(),
    ...changes,
  };
}

export function makeCertificate(serial: string, changes: Partial<Certificate> = {}): Certificate {
  return {
    serial,
    kind: 'user',
    uid: 1,
    aid: null,
    issued: new Date(Date.now() - 86_400_000).toISOString(),
    notAfter: new Date(Date.now() + 364 * 86_400_000).toISOString(),
    revoked: null,
    ...changes,
  };
}

export function makeEntry(id: number, change: number, changes: Partial<CreditEntry> = {}): CreditEntry {
  return {
    id,
    time: new Date(Date.now() - 60_000).toISOString(),
    change,
    balance: 50,
    kind: change < 0 ? 'charge' : 'grant',
    text: change < 0 ? 'Manager of application Shop, hour 1' : 'Given by the administrator',
    aid: null,
    sid: null,
    vmid: null,
    by: null,
    ...changes,
  };
}

export function makeApplication(aid: number, name: string, changes: Partial<Application> = {}): Application {
  return {
    aid,
    uid: 1,
    name,
    state: 'INIT',
    reason: null,
    cloud: null,
    manager: null,
    created: new Date(Date.now() - 86_400_000).toISOString(),
    ...changes,
  };
}

/** What an application has while it runs. */
export const runningManager: Partial<Application> = {
  state: 'RUNNING',
  cloud: 'local',
  manager: { instanceId: 'a1b2c3d4', address: '127.20.0.2', port: 8443, reachable: true },
};

export function makeService(aid: number, sid: number, name: string, changes: Partial<Service> = {}): Service {
  return {
    id: aid * 100 + sid,
    aid,
    sid,
    type: 'php',
    name,
    state: 'INIT',
    reason: null,
    cloud: null,
    url: null,
    runtime: null,
    created: new Date(Date.now() - 3_600_000).toISOString(),
    ...changes,
  };
}

/** What a service has while it runs. */
export const serving: Partial<Service> = {
  state: 'RUNNING',
  cloud: 'local',
  url: 'http://127.20.0.3:8081/',
  runtime: 'haproxy 2.6.12, nginx 1.22.1, PHP 8.2.29',
};

export function makeNode(number: number, roles: string[], changes: Partial<Node> = {}): Node {
  const vmid = `c0ffee${String(number).padStart(2, '0')}`;
  const programs: Record<string, string> = { proxy: 'haproxy', web: 'nginx', backend: 'php-fpm' };
  return {
    id: `iaaslocal${vmid}`,
    vmid,
    address: `127.20.0.${number + 2}`,
    cloud: 'local',
    role: roles.length > 1 ? 'proxybackendweb' : (roles[0] ?? ''),
    roles,
    state: 'running',
    why: null,
    weights: Object.fromEntries(roles.filter((role) => role !== 'proxy').map((role) => [role, 100])),
    servers: roles.map((role) => ({ name: programs[role] ?? role, state: 'running', restarts: 0, why: null })),
    logs: [
      { filename: 'nginx-proxy-access.log', description: 'Proxy access log' },
      { filename: 'fpm-error.log', description: 'PHP error log' },
    ],
    ...changes,
  };
}

export function makeVersion(id: string, changes: Partial<CodeVersion> = {}): CodeVersion {
  return {
    codeVersionId: id,
    filename: `${id}.zip`,
    description: '',
    time: new Date(Date.now() - 600_000).toISOString(),
    current: false,
    size: 48_200,
    files: 12,
    subfolder: null,
    lifted: false,
    ...changes,
  };
}
