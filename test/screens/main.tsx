import { browserPage } from '../../renderer/browser-page.ts';
import { render } from '../../renderer/root.tsx';
import { createModel } from '../../renderer/stores/model.ts';
import { FakeDirector } from '../unit/renderer/fake-director.ts';
import { scenarios } from './scenarios.ts';

const query = new URLSearchParams(window.location.search);
const scenario = query.get('scenario') ?? sessionStorage.getItem('scenario') ?? 'running';
sessionStorage.setItem('scenario', scenario);

const director = new FakeDirector();
director.operations.pace = 900;
scenarios[scenario]?.(director);

const model = createModel({
  transport: director,
  openStream: director.openStream,
  page: { ...browserPage, onDirectorsComputer: !scenario.startsWith('remote') },
  launchToken: null,
});
void model.connection.connect();
// For looking at what happens when it goes away: director.leave() in the console.
Object.assign(window, { director });

const element = document.getElementById('root');
if (element) render(model, element);
