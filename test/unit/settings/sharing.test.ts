import { beforeEach, describe, expect, it } from 'vitest';
import { ConpaasError } from '../../../director/contract/errors.ts';
import { silentLogger } from '../../../director/logging/logger.ts';
import { DirectorSettings } from '../../../director/settings/settings.ts';
import { Sharing } from '../../../director/settings/sharing.ts';
import { openStore } from '../../../director/store/store.ts';

let settings: DirectorSettings;
let sharing: Sharing;
let steps: string[];
/** What the listener says to a name. */
let listener: (hostName: string | null) => Promise<void>;
beforeEach(() => {
  settings = new DirectorSettings(openStore({ file: ':memory:', backups: '/nowhere', log: silentLogger }));
  steps = [];
  listener = async () => undefined;
  sharing = new Sharing({
    settings,
    setHostName: async (hostName) => void steps.push(`certificate ${hostName}`),
    share: async (hostName) => {
      await listener(hostName);
      steps.push(`listener ${hostName}`);
    },
  });
});

describe('a change of the host name', () => {
  it('is in the certificate before the listener is opened, and kept after', async () => {
    listener = async () => expect(settings.get().hostName).toBeNull();
    expect(await sharing.update({ hostName: 'Cloud.Example', registration: true })).toMatchObject({
      hostName: 'cloud.example',
      registration: true,
    });
    expect(steps).toEqual(['certificate cloud.example', 'listener cloud.example']);
  });

  it('is undone, and nothing is kept, where the listener cannot be opened', async () => {
    listener = async (hostName) => {
      if (hostName !== null) throw new ConpaasError('PORT_TAKEN');
    };
    await expect(sharing.update({ hostName: 'cloud.example', registration: true })).rejects.toThrow(ConpaasError);
    expect(steps).toEqual(['certificate cloud.example', 'listener null', 'certificate null']);
    expect(settings.get()).toMatchObject({ hostName: null, registration: false });
  });

  it('takes an address of IPv6 as it stands in a URL', async () => {
    expect((await sharing.update({ hostName: '[2001:DB8::1]' })).hostName).toBe('2001:db8::1');
  });

  it('waits for the one before', async () => {
    const opened = Promise.withResolvers<void>();
    listener = (hostName) => (hostName === 'one.example' ? opened.promise : Promise.resolve());
    const both = [sharing.update({ hostName: 'one.example' }), sharing.update({ hostName: null })];
    opened.resolve();
    await Promise.all(both);
    expect(steps).toEqual(['certificate one.example', 'listener one.example', 'certificate null', 'listener null']);
    expect(settings.get().hostName).toBeNull();
  });
});

it.each([{ registration: true }, { hostName: null }])('%j leaves certificate and listener alone', async (changes) => {
  expect(await sharing.update(changes)).toMatchObject(changes);
  expect(steps).toEqual([]);
});
