import { afterEach, expect, it, vi } from 'vitest';
import type { LogViewer } from '../../../../renderer/stores/log-viewer.ts';
import { connected, shop } from '../connected.ts';

const place = { aid: 1, sid: 1, nodeId: 'n1', filename: 'error.log' };
const lines = (viewer: LogViewer) => viewer.store.getState().log.lines;

afterEach(() => {
  vi.useRealTimers();
});

async function opened() {
  const { director, model } = await connected(shop);
  director.writeLog('n1', 'error.log', 'one\ntwo\n');
  const viewer = model.createLogViewer();
  const close = viewer.open(place);
  await vi.waitUntil(() => viewer.store.getState().live);
  return { director, viewer, close };
}

it('shows what the log has, then what is added to it', async () => {
  const { director, viewer } = await opened();
  director.writeLog('n1', 'error.log', 'three\n');
  expect(lines(viewer)).toEqual(['one', 'two', 'three']);
});

it('shows once what the stream repeats of the end of the log', async () => {
  const { director, viewer } = await opened();
  director.sendLog('error.log', 'two\nthree\n');
  director.sendLog('error.log', 'three\n');
  expect(lines(viewer)).toEqual(['one', 'two', 'three', 'three']);
});

it('follows no more when it is closed', async () => {
  const { director, viewer, close } = await opened();
  close();
  director.writeLog('n1', 'error.log', 'three\n');
  expect(lines(viewer)).toEqual(['one', 'two']);
  expect(director.openStreams).toEqual(['/api/events']);
});

it('says that it is not live when the stream breaks, and opens it again', async () => {
  const { director, viewer } = await opened();
  vi.useFakeTimers();
  director.leave();
  expect(viewer.store.getState().live).toBe(false);
  director.comeBack();
  await vi.advanceTimersByTimeAsync(2000);
  expect(viewer.store.getState().live).toBe(true);
});

it('tells why a log cannot be read', async () => {
  const { director, model } = await connected(shop);
  director.leave();
  const viewer = model.createLogViewer();
  viewer.open(place);
  await vi.waitUntil(() => viewer.store.getState().phase === 'failed');
  expect(viewer.store.getState().error?.code).toBe('DIRECTOR_UNREACHABLE');
});
