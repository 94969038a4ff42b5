import type { Application } from '../../director/contract/application.ts';
import type { Service } from '../../director/contract/service.ts';
import type { Action } from '../actions/action.ts';
import { bind } from '../actions/action.ts';
import { applicationActions } from '../actions/application-actions.ts';
import type { BoundAction } from '../actions/bound-action.ts';
import { openSite, type ServiceTarget, serviceActions } from '../actions/service-actions.ts';
import { useItem, useItems, useModel } from '../model-context.ts';
import { serviceKey } from '../stores/keys.ts';
import { single } from '../stores/mirror.ts';
import type { Model } from '../stores/model.ts';
import { hasSite } from './use-service-type.ts';

/** Services of an application, oldest first. */
export function useServicesOf(aid: number): Service[] {
  const services = useItems(useModel().services);
  return Object.values(services)
    .filter((service) => service.aid === aid)
    .sort((a, b) => a.sid - b.sid);
}

/** Applications, oldest first. */
export function useApplications(): Application[] {
  const applications = useItems(useModel().applications);
  return Object.values(applications).sort((a, b) => a.aid - b.aid);
}

export function useServiceTarget(aid: number, sid: number): ServiceTarget | undefined {
  const model = useModel();
  const application = useItem(model.applications, aid);
  const service = useItem(model.services, serviceKey({ aid, sid }));
  return application && service ? { application, service } : undefined;
}

export function bindApplication(action: Action<Application>, application: Application, model: Model): BoundAction {
  return bind(action, application, model, { key: String(application.aid), subject: application.name });
}

export function bindService(action: Action<ServiceTarget>, target: ServiceTarget, model: Model): BoundAction {
  return bind(action, target, model, { key: serviceKey(target.service), subject: target.service.name });
}

/** All that can be done with an application, in the order of menus. */
export function actionsOfApplication(application: Application, model: Model): BoundAction[] {
  return applicationActions(application).map((action) => bindApplication(action, application, model));
}

/** All that can be done with a service, in the order of menus. */
export function actionsOfService(target: ServiceTarget, model: Model): BoundAction[] {
  const type = model.serviceTypes.entry(single).value?.find((one) => one.type === target.service.type);
  const siteless = type !== undefined && !hasSite(type);
  const actions = serviceActions(target).filter((action) => action !== openSite || !siteless);
  return actions.map((action) => bindService(action, target, model));
}
