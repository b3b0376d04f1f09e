import { render } from 'preact';

import { App } from './components/app.tsx';
import { askOtherTabs } from './services/session.ts';
import { applyTheme } from './services/theme.ts';

applyTheme();
await askOtherTabs();
const root = document.getElementById('console');
if (root) render(<App />, root);
