import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import './look/base.css';
import './look/phone.css';
import './look/rail.css';
import './look/page.css';
import { start } from './world.ts';

const root = document.getElementById('phone');
if (root) createRoot(root).render(<App />);
void start();
