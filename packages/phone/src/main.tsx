import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import './look/base.css';
import './look/phone.css';
import './look/rail.css';
import './look/parts.css';
import './look/page.css';
import './look/client.css';
import './look/chat.css';
import './look/web.css';
import './look/panels.css';
import './look/console.css';
import './look/sizes.css';
import { start } from './world.ts';

const root = document.getElementById('phone');
if (root) createRoot(root).render(<App />);
void start();
