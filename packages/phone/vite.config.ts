import { defineConfig } from 'vite';

export default defineConfig({
  base: '/phone/',
  build: {
    target: 'es2023',
    modulePreload: { polyfill: false },
    // The policy of the page allows no data: scripts, and one request more costs nothing on this machine.
    assetsInlineLimit: 0,
    reportCompressedSize: false,
  },
});
