import type { Application } from '../../director/contract/application.ts';
import type { Certificate } from '../../director/contract/certificate.ts';
import { type Client, createClient, failureOf, type Transport } from '../../director/contract/client.ts';
import type { CodeVersion, Configuration } from '../../director/contract/code.ts';
import type { Credit, CreditEstimate } from '../../director/contract/credit.ts';
import type { Node, Service, ServiceTypeDescription, Transition } from '../../director/contract/service.ts';
import type { Sample, Settings, System } from '../../director/contract/system.ts';
import type { OpenSession, User, UserHoldings, UserOverview } from '../../director/contract/user.ts';
import type { Volume } from '../../director/contract/volume.ts';
import type { OpenStream } from '../director/events.ts';
import { openSession } from '../director/session.ts';
import { Collection } from './collection.ts';
import { ConfigurationImport } from './configuration-import.ts';
import { Connection } from './connection.ts';
import { CreditHistory } from './credit-history.ts';
import { createInteraction, type Interaction, nothingOpen } from './interaction.ts';
import { methodOf, placeOf, serviceKey } from './keys.ts';
import { LogViewer } from './log-viewer.ts';
import { ManifestDraft } from './manifest-draft.ts';
import { applyEvent, type Mirror } from './mirror.ts';
import { Operations } from './operations.ts';
import type { Page } from './page.ts';
import { Resource } from './resource.ts';
import { TrafficWatch } from './traffic.ts';
import { Uploads } from './uploads.ts';

/** Everything the pages show, mirrored from the Director, and the ways to change it. Pages read it; actions change it. */
export interface Model extends Mirror {
  client: Client;
  page: Page;
  connection: Connection;
  interaction: Interaction;
  uploads: Uploads;
  traffic: TrafficWatch;
  manifestDraft: ManifestDraft;
  configurationImport: ConfigurationImport;
  /** A viewer for a page that shows a log. */
  createLogViewer(): LogViewer;
  /** The history of another user's credits, for administrators. */
  createCreditHistory(uid: number): CreditHistory;
}

export interface ModelParts {
  transport: Transport;
  openStream: OpenStream;
  page: Page;
  launchToken: string | null;
}

/** Wires the stores to one Director. Nothing is asked before `model.connection.connect()`. */
export function createModel({ transport, openStream, page, launchToken }: ModelParts): Model {
  const client = createClient({
    async send(request) {
      const answer = await transport.send(request);
      if (answer.status === 401) connection.refused(failureOf(answer));
      return answer;
    },
  });
  const ofService = <T>(read: (params: { aid: number; sid: number }) => Promise<T>) =>
    new Resource<T>((key) => read(placeOf(key)));
  let unusedToken = launchToken;

  const applications = new Collection<Application>(client.listApplications, (item) => String(item.aid));
  const services = new Collection<Service>(client.listAllServices, serviceKey);
  const operations = new Operations(client);
  const creditHistory = new CreditHistory((query) => client.listCreditHistory({ query }));
  const interaction = createInteraction();
  const manifestDraft = new ManifestDraft(client);
  const configurationImport = new ConfigurationImport();
  const resources = {
    nodes: ofService<Node[]>((params) => client.listNodes({ params })),
    codeVersions: ofService<CodeVersion[]>((params) => client.listCodeVersions({ params })),
    configurations: ofService<Configuration>((params) => client.getConfiguration({ params })),
    histories: ofService<Transition[]>((params) => client.getServiceHistory({ params })),
    startupScripts: ofService<string>((params) => client.getStartupScript({ params })),
    authorizedKeys: ofService<string[]>(async (params) => (await client.listAuthorizedKeys({ params })).keys),
    methodAnswers: new Resource<unknown>(
      async (key) => (await client.callServiceMethod({ params: methodOf(key), body: {} })).result,
    ),
    volumes: new Resource<Volume[]>((aid) => client.listVolumes({ params: { aid } })),
    exportedManifests: new Resource<string>((aid) => client.exportManifest({ params: { aid } })),
    manifestSchema: new Resource<Record<string, unknown>>(() => client.getManifestSchema()),
    managerLogs: new Resource<string>((aid) => client.getApplicationLog({ params: { aid } })),
    system: new Resource<System>(() => client.getSystem()),
    settings: new Resource<Settings>(() => client.getSettings()),
    serviceTypes: new Resource<ServiceTypeDescription[]>(() => client.listServiceTypes()),
    samples: new Resource<Sample[]>(() => client.listSamples()),
    signInOptions: new Resource<{ registration: boolean; version: string }>(() => client.getSignInOptions()),
    profile: new Resource<User>(() => client.getProfile()),
    sessions: new Resource<OpenSession[]>(() => client.listSessions()),
    credit: new Resource<Credit>(() => client.getCredit()),
    estimates: new Resource<CreditEstimate>((instances) => client.estimateCredit({ query: { instances } })),
    certificates: new Resource<Certificate[]>(() => client.listCertificates()),
    allCertificates: new Resource<Certificate[]>(() => client.listAllCertificates()),
    users: new Resource<UserOverview[]>(() => client.listUsers()),
    holdings: new Resource<UserHoldings>((uid) => client.getUserHoldings({ params: { uid } })),
    userCredits: new Resource<Credit>((uid) => client.getUserCredit({ params: { uid } })),
  };
  const mirror: Mirror = { applications, services, operations, creditHistory, ...resources };

  const connection: Connection = new Connection({
    openStream,
    async openSession() {
      const session = await openSession(client, unusedToken);
      unusedToken = null;
      return session;
    },
    async readAll() {
      const refreshed = Promise.all(Object.values(resources).map((resource) => resource.refreshAll()));
      const read = [applications.load(), services.load(), operations.load(), creditHistory.refresh()];
      await Promise.all([...read, refreshed]);
    },
    forget() {
      const lists = [applications, services, operations.collection, creditHistory];
      for (const store of [...lists, manifestDraft, configurationImport]) store.clear();
      for (const resource of Object.values(resources)) resource.clear();
      interaction.setState(nothingOpen);
    },
    apply: (event) => applyEvent(mirror, event),
  });

  return {
    client,
    page,
    connection,
    interaction,
    uploads: new Uploads(client),
    manifestDraft,
    configurationImport,
    traffic: new TrafficWatch((key) => client.getTraffic({ params: placeOf(key) })),
    createCreditHistory: (uid) =>
      new CreditHistory((query) => client.listUserCreditHistory({ params: { uid }, query })),
    createLogViewer: () => new LogViewer(client, openStream),
    ...mirror,
  };
}
