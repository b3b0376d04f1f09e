import { render } from 'preact';

import { App } from './components/app.tsx';
import { askOtherTabs, session } from './services/session.ts';
import { applyTheme } from './services/theme.ts';

applyTheme();
if (!session.value) await askOtherTabs();
const root = document.getElementById('console');
if (root) render(<App />, root);
