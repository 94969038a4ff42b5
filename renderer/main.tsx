import './no-eval.ts';
import { browserPage } from './browser-page.ts';
import { openEventSource } from './director/events.ts';
import { pageAddress, takeLaunchToken } from './director/session.ts';
import { browserTransport } from './director/transport.ts';
import { preloadPage } from './pages/pages.ts';
import { render } from './root.tsx';
import { createModel } from './stores/model.ts';

const model = createModel({
  transport: browserTransport,
  openStream: openEventSource,
  page: browserPage,
  launchToken: takeLaunchToken(pageAddress),
});
void model.connection.connect();
preloadPage(window.location.pathname);

const element = document.getElementById('root');
if (!element) throw new Error('index.html has no element "root"');
render(model, element);
