import { defineConfig } from 'vite';

// A test that builds the page runs with NODE_ENV=test, and would get React as developers have it.
process.env.NODE_ENV = 'production';

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
