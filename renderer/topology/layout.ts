import type { Node } from '../../director/contract/service.ts';

/** What is drawn of one service. */
export interface LaneInput {
  key: string;
  /** Role that visitors come in through. */
  entryRole: string;
  /** Whether it has a site that visitors come to; else its nodes stand for themselves. */
  visited: boolean;
  nodes: readonly Node[];
}

export interface Rectangle {
  x: number;
  y: number;
  width: number;
  height: number;
}
export interface NodeBox extends Rectangle {
  node: Node;
}
/** Stands for the nodes that there is no room for. */
export interface MoreBox extends Rectangle {
  count: number;
}
export interface FlowPath {
  key: string;
  /** An SVG path. */
  d: string;
  /** The node and the role whose requests flow here, and the share of them that takes this way. */
  nodeId: string;
  role: string;
  share: number;
}
export interface Lane {
  key: string;
  /** Where the name of the service stands: above the nodes that visitors come in through. */
  title: { x: number; y: number };
  boxes: NodeBox[];
  more: MoreBox[];
  flows: FlowPath[];
}
export interface Topology {
  height: number;
  /** null where nothing is visited. */
  visitors: Rectangle | null;
  lanes: Lane[];
}

const titleHeight = 30;
const gap = 14;
const laneGap = 22;
const headHeight = 40;
const roleHeight = 24;
const visitorsWidth = 84;
const mostInColumn = 6;

const heightOf = (node: Node) => headHeight + roleHeight * node.roles.length + 8;

interface Column extends Pick<Lane, 'boxes' | 'more'> {
  height: number;
}

/** Nodes one above the other, beginning at 0. */
function column(nodes: readonly Node[], x: number, width: number): Column {
  const shown = nodes.length > mostInColumn ? nodes.slice(0, mostInColumn - 1) : nodes;
  const boxes: NodeBox[] = [];
  let y = 0;
  for (const node of shown) {
    boxes.push({ node, x, y, width, height: heightOf(node) });
    y += heightOf(node) + gap;
  }
  const hidden = nodes.length - shown.length;
  const more = hidden > 0 ? [{ count: hidden, x, y, width, height: 36 }] : [];
  return { boxes, more, height: y + (hidden > 0 ? 36 : -gap) };
}

function curve(from: Rectangle, to: Rectangle): string {
  const [x1, y1] = [from.x + from.width, from.y + from.height / 2];
  const [x2, y2] = [to.x, to.y + to.height / 2];
  const bend = (x2 - x1) / 2;
  return `M ${x1} ${y1} C ${x1 + bend} ${y1}, ${x2 - bend} ${y2}, ${x2} ${y2}`;
}

const moved = <R extends Rectangle>(boxes: R[], by: number): R[] => boxes.map((box) => ({ ...box, y: box.y + by }));

/** Nodes that visitors come in through, and those that stand behind them. */
function split(nodes: readonly Node[], entryRole: string): [entries: Node[], behind: Node[]] {
  const isEntry = (node: Node) => node.roles.includes(entryRole);
  return [nodes.filter(isEntry), nodes.filter((node) => !isEntry(node))];
}

/** Where the columns stand: the same for all lanes, and in the middle where there is one column only. */
function placesOf(inputs: readonly LaneInput[], width: number) {
  // Without visitors there is no flow to leave room for.
  if (inputs.every(({ visited }) => !visited)) {
    const boxWidth = Math.max(140, Math.min(230, (width - gap) / 2));
    return { boxWidth, entry: 0, behind: boxWidth + gap };
  }
  const room = width - visitorsWidth;
  const single = inputs.every(({ nodes, entryRole }) => split(nodes, entryRole)[1].length === 0);
  if (single) {
    const boxWidth = Math.max(140, Math.min(300, room - 48));
    return { boxWidth, entry: visitorsWidth + (room - boxWidth) / 2, behind: width };
  }
  const boxWidth = Math.max(140, Math.min(230, room / 2 - 48));
  const space = room / 2 - boxWidth;
  return { boxWidth, entry: visitorsWidth + space, behind: width - boxWidth };
}

/**
 * Places visitors at the left, then the nodes that visitors come in through, then those that stand behind them; one lane a service.
 * @param width of the picture in pixels
 */
export function layoutTopology(inputs: readonly LaneInput[], width: number): Topology {
  const places = placesOf(inputs, width);
  let top = 0;
  const placed = inputs.map(({ key, entryRole, visited, nodes }) => {
    const [entries, behind] = split(nodes, entryRole);
    const left = column(entries, places.entry, places.boxWidth);
    const right = column(behind, places.behind, places.boxWidth);
    const height = Math.max(left.height, right.height, 0);
    const y = top + titleHeight;
    const lane = {
      key,
      title: { x: places.entry, y: top },
      entries: moved(left.boxes, y + (height - left.height) / 2),
      behind: moved(right.boxes, y + (height - right.height) / 2),
      more: [
        ...moved(left.more, y + (height - left.height) / 2),
        ...moved(right.more, y + (height - right.height) / 2),
      ],
      entryRole,
      visited,
    };
    top = y + height + laneGap;
    return lane;
  });
  const height = Math.max(top - laneGap, 0);
  const middle = placed.length > 0 ? titleHeight / 2 + height / 2 : 0;
  const visitors = { x: 0, y: middle - 36, width: visitorsWidth, height: 72 };
  const lanes = placed.map(({ entries, behind, entryRole, visited, ...lane }) => {
    const coming = entries.map((box) => flow(visitors, box, entryRole, 1));
    const passed = entries.flatMap((from) =>
      behind.map((to) => flow(from, to, to.node.roles[0] ?? '', 1 / entries.length)),
    );
    return { ...lane, boxes: [...entries, ...behind], flows: visited ? [...coming, ...passed] : [] };
  });
  return { height, visitors: inputs.some(({ visited }) => visited) ? visitors : null, lanes };
}

function flow(from: Rectangle & { node?: Node }, to: NodeBox, role: string, share: number): FlowPath {
  const key = `${from.node?.id ?? ''}>${to.node.id}`;
  return { key, d: curve(from, to), nodeId: to.node.id, role, share };
}
