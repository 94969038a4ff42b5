import { ConpaasError } from '../../contract/errors.ts';
import type { EventSink, Handlers } from '../handlers.ts';
import type { Domain } from './domain.ts';

type Names =
  | 'listNodes'
  | 'addNodes'
  | 'removeNodes'
  | 'replaceNode'
  | 'setWeights'
  | 'getTraffic'
  | 'listNodeLogs'
  | 'getNodeLog'
  | 'followNodeLog';

export function nodeHandlers(domain: Domain): Pick<Handlers, Names> {
  const { nodes, services } = domain;
  return {
    listNodes: ({ caller, params }) => nodes.list(caller.uid, params.aid, params.sid),
    addNodes: ({ caller, params, body }) =>
      services.addNodes(caller.uid, params.aid, params.sid, body.nodes, body.cloud),
    removeNodes: ({ caller, params, body }) => services.removeNodes(caller.uid, params.aid, params.sid, body.nodes),
    replaceNode: ({ caller, params }) => services.replaceNode(caller.uid, params.aid, params.sid, params.nodeId),
    setWeights: async ({ caller, params, body }) => {
      await nodes.setWeights(caller.uid, params.aid, params.sid, body);
      return undefined;
    },
    getTraffic: ({ caller, params }) => nodes.traffic(caller.uid, params.aid, params.sid),
    listNodeLogs: ({ caller, params }) => nodes.logs(caller.uid, params.aid, params.sid, params.nodeId),
    getNodeLog: ({ caller, params: { aid, sid, nodeId, filename }, query }) =>
      nodes.log(caller.uid, aid, sid, nodeId, filename, query.tail),
    followNodeLog: async ({ caller, params: { aid, sid, nodeId: agentId, filename } }) => {
      await nodes.log(caller.uid, aid, sid, agentId, filename, 1); // What cannot be read is refused before the stream begins.
      return (sink) => follow(domain, caller.uid, aid, sid, { agentId, filename }, sink);
    },
  };
}

function follow(
  { nodes }: Domain,
  uid: number,
  aid: number,
  sid: number,
  place: { agentId: string; filename: string },
  sink: EventSink,
): () => void {
  const gone = new AbortController();
  nodes
    .follow(uid, aid, sid, place, (text) => sink.send(undefined, undefined, text), gone.signal)
    .catch((error: unknown) => {
      sink.send(undefined, 'failure', ConpaasError.from(error).toBody());
      sink.end();
    });
  return () => gone.abort();
}
