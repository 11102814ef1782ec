/** A sign in a ring: how something ended. */
import { type Html, html } from './html.ts';

const ring = (path: Html, kind = '') =>
  html`<div class="ring${kind}"><svg class="i" viewBox="0 0 20 20" aria-hidden="true">${path}</svg></div>`;

export const clockRing = ring(html`<circle cx="10" cy="10" r="7.2"/><path d="M10 5.8V10l3 2"/>`);
export const crossRing = ring(html`<path d="M5 5l10 10M15 5L5 15"/>`);
export const checkRing = ring(html`<path d="M4 10.5l4 4 8-9"/>`, ' yes');
