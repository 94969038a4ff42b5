import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signedInClient } from '../../../electron/director-client.ts';
import { type ApiUnderTest, apiUnderTest } from '../api/api-under-test.ts';

let under: ApiUnderTest;
const changed: unknown[] = [];
const settings = {
  phpRuntime: 'auto',
  archiveLimitBytes: 1,
  archiveLimitFiles: 1,
  onQuit: 'ask',
  hostName: null,
  deploymentName: 'conpaas',
  timeReference: null,
  registration: false,
  creditsEnabled: true,
  newUserCredit: 50,
  maxCredit: 50,
} as const;

beforeAll(async () => {
  under = await apiUnderTest({
    handlers: {
      getSettings: async () => settings,
      updateSettings: async ({ body }) => {
        changed.push(body);
        return settings;
      },
    },
  });
});
afterAll(() => under.close());

describe('the shell as a client', () => {
  it('signs in by a launch address and is a user from then on', async () => {
    const client = await signedInClient(under.api.launchUrl(1));
    expect(await client.getSettings()).toEqual(settings);
    await client.updateSettings({ body: { onQuit: 'keep' } });
    expect(changed).toEqual([{ onQuit: 'keep' }]);
  });

  it('is told when the address was used already', async () => {
    const url = under.api.launchUrl(1);
    await signedInClient(url);
    await expect(signedInClient(url)).rejects.toMatchObject({ code: 'LAUNCH_TOKEN_INVALID' });
  });

  it('is told when the Director is not there', async () => {
    await expect(signedInClient('http://127.0.0.1:9/#launch=x')).rejects.toMatchObject({
      code: 'DIRECTOR_UNREACHABLE',
    });
  });
});
