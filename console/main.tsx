import { render } from 'preact';

import { App } from './components/app.tsx';
import { keepFocus } from './services/keep-focus.ts';
import { askOtherTabs, session } from './services/session.ts';
import { applyTheme } from './services/theme.ts';

applyTheme();
keepFocus();
if (!session.value) await askOtherTabs();
const root = document.getElementById('console');
if (root) render(<App />, root);
