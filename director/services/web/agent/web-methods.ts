import { ConpaasError } from '../../../contract/errors.ts';
import { type Method, method } from '../../../wire/method.ts';
import { dictionary, list, oneOf, optional, positiveInteger, text, uploadedFile } from '../../../wire/parameters.ts';
import type { CodeFolders } from '../../code/agent/code-folders.ts';
import { askForCode } from './code-answer.ts';
import type { Role, RoleTraffic } from './role.ts';
import type { ProxySettings, WebSettings } from './settings.ts';

export interface WebRoles {
  proxy: Role<ProxySettings>;
  web: Role<WebSettings>;
}

const places = () => list(dictionary());

/** Methods of agents that all web services have (reference §9). Create and update are the same: told twice does no harm. */
export function webMethods({ proxy, web }: WebRoles): Method[] {
  const proxyKinds = {
    port: positiveInteger(),
    front_port: positiveInteger(),
    secret: text(),
    code_version: text(),
    root: optional(text()),
    web_list: places(),
    fpm_list: places(),
  };
  const webKinds = { port: positiveInteger(), secret: text(), code_versions: list(text()), front_list: places() };
  return [
    ...['createHttpProxy', 'updateHttpProxy'].map((name) =>
      method('POST', name, proxyKinds, async (given) => {
        await proxy.run({
          port: given.port,
          frontPort: given.front_port,
          secret: given.secret,
          codeVersion: given.code_version,
          root: given.root ?? null,
          webs: given.web_list,
          backends: given.fpm_list,
        });
        return {};
      }),
    ),
    method('POST', 'stopHttpProxy', {}, async () => {
      await proxy.stop();
      return {};
    }),
    ...['createWebServer', 'updateWebServer'].map((name) =>
      method('POST', name, webKinds, async ({ port, secret, front_list }) => {
        await web.run({ port, secret, fronts: front_list });
        return {};
      }),
    ),
    method('POST', 'stopWebServer', {}, async () => {
      await web.stop();
      return {};
    }),
  ];
}

/** Methods around code versions. @param layOutName "updatePHPCode" for php */
export function codeMethods(layOutName: string, code: CodeFolders, proxy: Role<ProxySettings>): Method[] {
  return [
    method(
      'UPLOAD',
      layOutName,
      { filetype: oneOf(['zip', 'tar']), codeVersionId: text(), file: uploadedFile(), root: optional(text()) },
      async ({ codeVersionId, file, root }) => {
        await code.layOut(codeVersionId, file, root);
        return {};
      },
    ),
    method('POST', 'deleteCode', { codeVersionId: text() }, async ({ codeVersionId }) => {
      if (proxy.settings?.codeVersion === codeVersionId) throw new ConpaasError('CODE_VERSION_ACTIVE');
      await code.remove(codeVersionId);
      return {};
    }),
    method('GET', 'checkCode', { codeVersionId: text(), root: optional(text()) }, async ({ codeVersionId, root }) => {
      if (!proxy.settings) return { ok: false, status: null, why: 'no proxy runs on this node' };
      return askForCode(proxy.settings, codeVersionId, root);
    }),
  ];
}

/** Counters of every role that the node plays. @param roles those that have counters */
export function trafficMethod(roles: readonly { traffic(): Promise<RoleTraffic[]> }[]): Method {
  return method('GET', 'get_traffic', {}, async () => {
    const answers = await Promise.all(roles.map((role) => role.traffic()));
    return { traffic: answers.flat() };
  });
}
