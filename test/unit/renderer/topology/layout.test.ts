import { expect, it } from 'vitest';
import { flowLook } from '../../../../renderer/topology/flow.ts';
import { type LaneInput, layoutTopology, type Rectangle } from '../../../../renderer/topology/layout.ts';
import { makeNode } from '../fake-world.ts';

const lane = (key: string, ...roles: string[]): LaneInput => ({
  key,
  entryRole: 'proxy',
  visited: true,
  nodes: roles.map((of, index) => makeNode(index + Number(key) * 20, of.split('+'))),
});

function overlap(a: Rectangle, b: Rectangle): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

const many = lane('1', 'proxy', 'proxy', 'web', 'backend', 'backend', 'backend');

it.each([700, 760, 960, 1160])('keeps all boxes apart and inside of a picture %i px wide', (width) => {
  const picture = layoutTopology([many, lane('2', 'proxy+web+backend'), lane('3', 'proxy+web', 'backend')], width);
  expect(picture.visitors).not.toBeNull();
  const visitors = picture.visitors ? [picture.visitors] : [];
  const boxes = [...visitors, ...picture.lanes.flatMap(({ boxes, more }) => [...boxes, ...more])];
  for (const [index, box] of boxes.entries()) {
    expect(box.x).toBeGreaterThanOrEqual(0);
    expect(box.x + box.width).toBeLessThanOrEqual(width);
    expect(box.y + box.height).toBeLessThanOrEqual(picture.height);
    for (const other of boxes.slice(index + 1)) expect(overlap(box, other)).toBe(false);
  }
});

it('lets requests flow from the visitors to each proxy, and from each proxy to each node behind', () => {
  const [{ flows = [] } = {}] = layoutTopology([many], 1000).lanes;
  expect(flows).toHaveLength(2 + 2 * 4);
  // What a node behind two proxies answers came half through each.
  expect(flows.filter(({ role }) => role === 'backend').map(({ share }) => share)).toEqual(Array(6).fill(0.5));
});

it('draws a packed node as one box that visitors reach directly', () => {
  const [{ boxes = [], flows = [] } = {}] = layoutTopology([lane('1', 'proxy+web+backend')], 1000).lanes;
  expect([boxes.length, flows.length]).toEqual([1, 1]);
});

it('draws neither visitors nor flows for what has no site', () => {
  const quiet = { ...lane('1', 'master', 'node', 'node'), entryRole: 'master', visited: false };
  const { visitors, lanes } = layoutTopology([quiet], 1000);
  expect(visitors).toBeNull();
  expect(lanes.map(({ boxes, flows }) => [boxes.length, flows.length])).toEqual([[3, 0]]);
  // Beside a site it stands as it is.
  const beside = layoutTopology([lane('2', 'proxy+web+backend'), quiet], 1000);
  expect(beside.visitors).not.toBeNull();
  expect(beside.lanes.map(({ flows }) => flows.length)).toEqual([1, 0]);
});

it('counts the nodes that there is no room for', () => {
  const [{ boxes = [], more = [] } = {}] = layoutTopology(
    [lane('1', 'proxy', ...Array(30).fill('backend'))],
    1000,
  ).lanes;
  expect(boxes.length + (more[0]?.count ?? 0)).toBe(31);
});

it('is empty without services', () => {
  expect(layoutTopology([], 1000).lanes).toEqual([]);
});

it('makes a flow quicker and thicker the more requests there are, within bounds', () => {
  const looks = [0.1, 1, 10, 100, 1000, 10_000].map(flowLook);
  expect(looks.map(({ speed }) => speed)).toEqual(looks.map(({ speed }) => speed).toSorted((a, b) => a - b));
  expect(looks.at(-1)?.width).toBeLessThanOrEqual(8);
  expect(flowLook(0).speed).toBe(0);
  expect(flowLook(Number.NaN).speed).toBe(0);
});
